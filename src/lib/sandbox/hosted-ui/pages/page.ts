import { createHash } from 'node:crypto';
import { type HttpResponse, textResponse } from '../../engine/http.js';
import { Html, html } from './html.js';

const STYLE = `
:root { color-scheme: light dark; --text: #1d2329; --muted: #59636e; --line: #8a949e; --soft: #d5dae0; --page: #f5f7f9; --card: #fff; --accent: #1f5a85; --on-accent: #fff; --bad: #a8261a; --bad-soft: #fbe9e7; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e8ec; --muted: #a1abb6; --line: #76828f; --soft: #3a434d; --page: #15191e; --card: #1e242b; --accent: #6fb0de; --on-accent: #10161c; --bad: #ff9d8f; --bad-soft: #3f1f1b; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 416px; margin: 0 auto; padding: 56px 16px 48px; }
h1, p { margin: 0 0 16px; padding: 0; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 650; margin-bottom: 4px; }
.card { background: var(--card); border: 1px solid var(--soft); border-radius: 8px; padding: 24px; margin-top: 24px; }
.card > :last-child { margin-bottom: 0; }
.muted { color: var(--muted); }
label { display: block; font-weight: 600; margin-bottom: 4px; overflow-wrap: anywhere; }
label + .muted { margin-bottom: 4px; font-size: 14px; }
input { display: block; width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 9px 11px; margin-bottom: 16px; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button, .button { display: block; width: 100%; font: inherit; font-weight: 600; text-align: center; text-decoration: none; border: 1px solid var(--accent); border-radius: 6px; padding: 10px 16px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
.button { background: transparent; color: var(--accent); margin-bottom: 12px; overflow-wrap: anywhere; }
a { color: var(--accent); }
form + p { margin-top: 16px; }
.button + form { margin-top: 24px; }
button + .button { margin: 12px 0 0; }
.error { border-left: 3px solid var(--bad); background: var(--bad-soft); padding: 10px 14px; }
code { font: 0.92em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
footer { margin-top: 24px; font-size: 14px; }
`;

/** Its content must be exactly what is hashed. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export interface PageOptions {
  /** Default: 200. */
  readonly statusCode?: number;
  /** Where a form of the page may end besides here: a browser checks redirects after a form too. */
  readonly redirectUri?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A page of the hosted UI, which can load nothing but its own style sheet and runs no script (CSP 3). No page can frame
 * it, and no cache keeps it. A form sends its Origin, which `no-referrer` would suppress; other sites get no referrer.
 */
export function page(
  title: string,
  content: Html,
  { statusCode = 200, redirectUri, headers }: PageOptions = {},
): HttpResponse {
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>
          ${content}
          <footer class="muted">The sandbox of sf-admin. Nothing here reaches Amazon Cognito.</footer>
        </main>
      </body>
    </html> `;
  return textResponse(statusCode, 'text/html; charset=utf-8', body.markup, {
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${STYLE_HASH}'`,
      `form-action 'self'${redirectUri === undefined ? '' : ` ${sourceOf(redirectUri)}`}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...headers,
  });
}

/** A redirect URI as a source of a Content Security Policy: the origin, or the scheme of an app and of an IPv6 address. */
function sourceOf(redirectUri: string): string {
  if (!URL.canParse(redirectUri)) return '';
  const { protocol, hostname, origin } = new URL(redirectUri);
  return origin === 'null' || hostname.startsWith('[') ? protocol : origin;
}

/** A page about an error that must not be sent to an app, because the app's address is not known to be its own. */
export function errorPage(code: string, description: string | undefined, statusCode: number): HttpResponse {
  const content = html`<h1>An error was encountered with the requested page.</h1>
    <div class="card">
      <p role="alert" class="error"><code>${code}</code></p>
      ${description === undefined ? [] : html`<p>${description}</p>`}
    </div>`;
  return page('Error', content, { statusCode });
}

/** A redirect of the browser; no cache keeps it. `location` may have characters that a header cannot have. */
export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const safe = location.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent);
  return textResponse(302, 'text/plain', '', { location: safe, 'cache-control': 'no-store', ...headers });
}
