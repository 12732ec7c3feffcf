/**
 * The page may load only its own scripts and styles, and call only its own origin and the sign-in provider. Scripts and styles
 * inside the page are not allowed; React, Cloudscape and CodeMirror set styles through objects, which the policy permits. PDFs
 * are shown from `blob:` addresses, which only the page itself can make.
 *
 * @param signInOrigins the origins with which the page exchanges tokens
 */
export const securityHeaders = (signInOrigins: readonly string[]): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${["'self'", ...signInOrigins].join(' ')}`,
    'frame-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
})
