import Provider from 'oidc-provider'

const NOTICE = /oidc-provider (?:NOTICE|WARNING):/

/** It says of each default that tests use that production should not, many times in each suite. */
for (const level of ['info', 'warn'] as const) {
  // biome-ignore lint/suspicious/noConsole: it is where the provider prints, which has no setting for it
  const print = console[level]
  console[level] = (...words: unknown[]) => {
    if (!NOTICE.test(String(words[0]))) print(...words)
  }
}

/** An OpenID Connect provider of others' making, without its notices about production. */
export const createProvider = (...options: ConstructorParameters<typeof Provider>): Provider => new Provider(...options)
