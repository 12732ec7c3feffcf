/**
 * What the page may do: its own scripts and styles and nothing else, its own origin and the provider that people sign in with.
 * Neither scripts nor styles may stand in the page itself; what React, Cloudscape and CodeMirror set while they run, they set by
 * the objects that the policy leaves to scripts. PDFs are shown from `blob:` addresses, which only the page itself can make.
 *
 * @param signInOrigins origins that the page exchanges tokens with
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
