import { createHash } from 'node:crypto';

import { escapeHtml } from '../../text/quoted.js';

/** What a page says. Never anything that came with the request. */
export interface PageText {
  readonly title: string;
  readonly text: string;
}

export interface AnswerPage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 32rem; margin: 4rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** A page that loads nothing but its own style, runs nothing (CSP 3), and is in no cache. It tells no site its address. */
export function answerPage({ title, text }: PageText): AnswerPage {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
</main>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body,
  };
}
