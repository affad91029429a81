/** The paths of the hosted UI and of the OAuth endpoints, so that a door can tell them from others without loading them. */
import { own } from '../state/lookup.js';
import type { WebHandler } from './web-request.js';

/** What is served under a path. */
export interface Route {
  /** By method. A module is loaded at its first request. */
  readonly methods: Readonly<Partial<Record<'GET' | 'POST', () => Promise<WebHandler>>>>;
  /**
   * Whether a browser navigates to it: then an error is a page, and no script of another origin may use it. Otherwise it is
   * for programs, in browsers too, and an error is JSON.
   */
  readonly isPage: boolean;
}

const ROUTES: Readonly<Record<string, Route>> = {
  '/oauth2/authorize': { isPage: true, methods: { GET: async () => (await import('./authorize.js')).authorize } },
  '/login': {
    isPage: true,
    methods: {
      GET: async () => (await import('./pages/login.js')).showSignIn,
      POST: async () => (await import('./pages/login.js')).signIn,
    },
  },
  '/forgotPassword': {
    isPage: true,
    methods: {
      GET: async () => (await import('./pages/forgot-password.js')).showForgotPassword,
      POST: async () => (await import('./pages/forgot-password.js')).resetPassword,
    },
  },
  '/confirmUser': {
    isPage: true,
    methods: { GET: async () => (await import('./pages/confirm-user.js')).confirmUser },
  },
  '/identity-provider': {
    isPage: true,
    methods: {
      GET: async () => (await import('./pages/identity-provider.js')).showProvider,
      POST: async () => (await import('./pages/identity-provider.js')).signInAtProvider,
    },
  },
  '/logout': { isPage: true, methods: { GET: async () => (await import('./logout.js')).logout } },
  '/oauth2/token': { isPage: false, methods: { POST: async () => (await import('./oauth/token.js')).token } },
  '/oauth2/revoke': { isPage: false, methods: { POST: async () => (await import('./oauth/revoke.js')).revoke } },
  '/oauth2/userInfo': {
    isPage: false,
    methods: {
      GET: async () => (await import('./oauth/user-info.js')).userInfo,
      POST: async () => (await import('./oauth/user-info.js')).userInfo,
    },
  },
};

/** Under the ID of each pool. */
const POOL_ROUTES: Readonly<Record<string, Route>> = {
  'jwks.json': { isPage: false, methods: { GET: async () => (await import('./oauth/discovery.js')).keys } },
  'openid-configuration': {
    isPage: false,
    methods: { GET: async () => (await import('./oauth/discovery.js')).configuration },
  },
};

/** What is served under a path; undefined for an unknown one. */
export function routeOf(path: string): Route | undefined {
  const document = /^\/[\w-]+\/\.well-known\/([a-z.-]+)$/.exec(path)?.[1];
  if (document !== undefined) return own(POOL_ROUTES, document);
  return own(ROUTES, path);
}
