/**
 * What the page may do: its own scripts and nothing else, its own origin and the provider that people sign in with. React,
 * Cloudscape and CodeMirror set styles while they run, so styles may stand in the page; scripts may not. PDFs are shown from
 * `blob:` addresses, which only the page itself can make.
 *
 * @param signInOrigins origins that the page exchanges tokens with
 */
export const securityHeaders = (signInOrigins: readonly string[]): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src ${["'self'", ...signInOrigins].join(' ')}`,
    'frame-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
})
