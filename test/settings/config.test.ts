import { describe, expect, it } from '@jest/globals'
import { ConfigError, functionConfig, localConfig, lookUpConfig, toolConfig } from '../../lib/settings/config.ts'
import { authorizerConfig, teamsConfig } from '../../lib/settings/teams-config.ts'

/** Teams may ask as often as they like. */
const NO_TIERS = { standard: { rate: 10_000, burst: 10_000 } }

describe('the configuration of one machine', () => {
  it('stores jobs in DynamoDB and S3 where that is asked for, and wants both named', () => {
    expect(() => localConfig({ WAYBILL_STORE: 'dynamodb' })).toThrow(/WAYBILL_TABLE.*\n.*WAYBILL_LOG_BUCKET/)
    const environment = { WAYBILL_STORE: 'dynamodb', WAYBILL_TABLE: 'jobs', WAYBILL_LOG_BUCKET: 'logs' }
    expect(localConfig(environment).store).toEqual({ is: 'dynamodb', table: 'jobs', logBucket: 'logs' })
  })

  it('is complete without any setting', () => {
    expect(localConfig({})).toEqual({
      port: 4010,
      hosts: [],
      corsOrigins: [],
      depotPort: 4011,
      dataDir: '.waybill',
      requestSeconds: 6,
      store: { is: 'sqlite' },
      serviceUrl: undefined,
      buckets: undefined,
      depotUrl: undefined,
      depotDailyJobs: undefined,
      jwt: undefined,
      operators: [],
      signatureVersion: 2,
      era: 'lenient',
      currentManifest: 'redacted',
      tiers: NO_TIERS,
    })
  })

  it('takes each setting, and an empty one as left out', () => {
    const environment = {
      WAYBILL_PORT: '0',
      WAYBILL_DEPOT_PORT: '65535',
      WAYBILL_HOSTS: 'waybill.lab, [fd00::1]:80',
      WAYBILL_CORS_ORIGINS: 'https://console.example',
      WAYBILL_DATA_DIR: '',
      WAYBILL_REQUEST_SECONDS: '30',
      WAYBILL_SERVICE_URL: 'https://importexport.amazonaws.com',
      WAYBILL_BUCKETS: 'buckets.json',
      WAYBILL_DEPOT_DAILY_JOBS: '50',
      WAYBILL_SIGNATURE_VERSION: '4',
      WAYBILL_MANIFEST_ERA: '2015',
    }

    expect(localConfig(environment)).toEqual({
      port: 0,
      hosts: ['waybill.lab', '[fd00::1]:80'],
      corsOrigins: ['https://console.example'],
      depotPort: 65535,
      dataDir: '.waybill',
      requestSeconds: 30,
      store: { is: 'sqlite' },
      serviceUrl: new URL('https://importexport.amazonaws.com'),
      buckets: { is: 'file', file: 'buckets.json' },
      depotUrl: undefined,
      depotDailyJobs: 50,
      jwt: undefined,
      operators: [],
      signatureVersion: 4,
      era: '2015',
      currentManifest: 'redacted',
      tiers: NO_TIERS,
    })
  })

  it.each([
    [{ WAYBILL_PORT: '65536' }, 'WAYBILL_PORT is "65536"; it takes a port number from 0 to 65535.'],
    [{ WAYBILL_PORT: '-1' }, 'WAYBILL_PORT is "-1"; it takes a port number from 0 to 65535.'],
    ...[
      'ftp://a',
      'http://a',
      'http://localhost.evil.example',
      'http://localhost:80@evil.example',
      'https://k:s@a',
    ].map(
      url =>
        [
          { WAYBILL_SERVICE_URL: url },
          `WAYBILL_SERVICE_URL is "${url}"; it takes an https address, or an http one on this machine.`,
        ] as const,
    ),
    [
      { WAYBILL_HOSTS: 'http://a' },
      'WAYBILL_HOSTS is "http://a"; it takes host names, comma-separated, each with or without a port.',
    ],
    [{ WAYBILL_PROT: '1' }, 'WAYBILL_PROT is not a setting; did you mean WAYBILL_PORT?'],
    [{ WAYBILL_AUHT: 'jwt' }, 'WAYBILL_AUHT is not a setting; did you mean WAYBILL_AUTH?'],
    [{ waybill_port: '1' }, 'waybill_port is not a setting; did you mean WAYBILL_PORT?'],
    [{ WAYBIL_HOSTS: 'a' }, 'WAYBIL_HOSTS is not a setting; did you mean WAYBILL_HOSTS?'],
    [{ WAYBILL_NONSENSE: '' }, 'WAYBILL_NONSENSE is not a setting; docs/settings.md lists the settings.'],
    [{ WAYBILL_MANIFEST_ERA: '2010' }, 'WAYBILL_MANIFEST_ERA is "2010"; it takes lenient or 2015.'],
    [{ WAYBILL_RETENTION_DAYS: '29' }, 'WAYBILL_RETENTION_DAYS is "29"; it takes a whole number of days, 30 or more.'],
    ...['1', '601', 'soon'].map(
      seconds =>
        [
          { WAYBILL_REQUEST_SECONDS: seconds },
          `WAYBILL_REQUEST_SECONDS is "${seconds}"; it takes a whole number of seconds from 2 to 600.`,
        ] as const,
    ),
    [{ WAYBILL_DEPOT_DAILY_JOBS: 'many' }, 'WAYBILL_DEPOT_DAILY_JOBS is "many"; it takes a whole number.'],
  ])('refuses %j', (environment, message) => {
    expect(() => localConfig(environment)).toThrow(new ConfigError([message]))
  })

  it.each(['https://a', 'http://localhost', 'http://localhost:1/x', 'http://127.0.0.1:1', 'http://[::1]:1'])(
    'sends manifests to %s, where others on the way cannot read them',
    url => {
      expect(localConfig({ WAYBILL_SERVICE_URL: url }).serviceUrl).toEqual(new URL(url))
    },
  )

  it('leaves alone what is not for Waybill', () => {
    expect(() => localConfig({ WAYLAND_DISPLAY: 'x', WATCH: '1', PATH: '/bin' })).not.toThrow()
  })
})

describe('the configuration of a deployed function', () => {
  it('names every setting that is missing, at once', () => {
    expect(() => functionConfig({})).toThrow(
      new ConfigError([
        'WAYBILL_SERVICE_URL must be set to an https address, or an http one on this machine.',
        'WAYBILL_TABLE must be set to a name or path.',
        'WAYBILL_KEYS_PREFIX must be set to a name or path.',
        'WAYBILL_LOG_BUCKET must be set to a name or path.',
      ]),
    )
  })
})

describe('the configuration of who may call', () => {
  const JWT = {
    WAYBILL_JWT_ISSUER: 'https://login.example/',
    WAYBILL_JWT_AUDIENCE: 'waybill',
    WAYBILL_JWKS_URL: 'https://login.example/keys',
  }
  const jwt = {
    issuer: 'https://login.example/',
    audience: 'waybill',
    jwksUrl: new URL('https://login.example/keys'),
    teamClaim: 'team',
    groupsClaim: 'groups',
    auditorGroup: undefined,
  }

  it('is complete with issuer, audience and keys', () => {
    expect(localConfig({ ...JWT, WAYBILL_AUTH: 'jwt' }).jwt).toEqual(jwt)
    const WAYBILL_TEAMS = '{"teams": {"lab": {}}, "operators": ["sub=olga"]}'
    expect(authorizerConfig({ ...JWT, WAYBILL_TABLE: 'jobs', WAYBILL_TEAMS })).toEqual({
      jwt,
      table: 'jobs',
      firstTeams: [
        expect.objectContaining({ name: 'lab', members: [{ claim: 'team', value: 'lab', role: 'member' }] }),
        expect.objectContaining({ name: '-operators', members: [{ claim: 'sub', value: 'olga', role: 'member' }] }),
      ],
      smokeMember: undefined,
      usageKeyPrefix: undefined,
      tiers: NO_TIERS,
    })
  })

  it('names all that is missing', () => {
    expect(() => localConfig({ WAYBILL_AUTH: 'jwt' })).toThrow(
      new ConfigError([
        'WAYBILL_JWT_ISSUER must be set to a name or path.',
        'WAYBILL_JWT_AUDIENCE must be set to a name or path.',
        'WAYBILL_JWKS_URL must be set to an https address, or an http one on this machine.',
      ]),
    )
  })

  it.each(['http://login.example/keys', 'http://127.0.0.1.evil.example/keys', 'file:///keys', 'keys'])(
    'takes no keys from %s, where others on the way could change them',
    WAYBILL_JWKS_URL => {
      const environment = { ...JWT, WAYBILL_AUTH: 'jwt', WAYBILL_JWKS_URL }

      expect(() => localConfig(environment)).toThrow('it takes an https address, or an http one on this machine')
    },
  )

  it('explains what is invalid about the teams', () => {
    const WAYBILL_TEAMS = '{"teams": {"lab": {"roles": ["lab"]}}}'

    expect(() => authorizerConfig({ ...JWT, WAYBILL_TEAMS })).toThrow(
      'WAYBILL_TEAMS: "lab" of lab is not the ARN of an IAM role or user (arn:aws:iam::ACCOUNT:role/NAME).',
    )
  })
})

describe('the configuration of the function that only reads', () => {
  it('asks for nothing that it needs not', () => {
    const environment = { WAYBILL_TABLE: 'jobs', WAYBILL_LOG_BUCKET: 'logs', WAYBILL_TEAMS: '{"teams": {}}' }

    expect(lookUpConfig(environment)).toEqual({
      table: 'jobs',
      logBucket: 'logs',
      firstTeams: [],
      smokeMember: undefined,
      tiers: NO_TIERS,
      corsOrigins: [],
    })
  })
})

describe('the configuration of the function for teams', () => {
  const TABLE = { WAYBILL_TABLE: 'jobs', WAYBILL_KEYS_PREFIX: 'waybill/test/keys/' }

  it('takes ARNs alone as members where callers sign, of the accounts that the gateway lets in', () => {
    const WAYBILL_TIERS = '{"large": {"rate": 5, "burst": 6}}'

    expect(teamsConfig({ ...TABLE, WAYBILL_ACCOUNTS: '111122223333', WAYBILL_TIERS }).rules).toEqual({
      tiers: ['standard', 'large'],
      claims: undefined,
      accounts: ['111122223333'],
    })
  })

  it('takes the claims that are read where callers have tokens', () => {
    const jwt = {
      WAYBILL_JWT_ISSUER: 'i',
      WAYBILL_JWT_AUDIENCE: 'a',
      WAYBILL_JWKS_URL: 'https://login.example/keys',
      WAYBILL_JWT_TEAM_CLAIM: 'custom:team',
    }

    expect(teamsConfig({ ...TABLE, ...jwt }).rules.claims).toEqual(['sub', 'custom:team', 'groups'])
  })

  it.each([
    '{"large": 5}',
    '{"large": {"rate": 0, "burst": 1}}',
    '{"large": {"rate": -1, "burst": 1}}',
    '{"large": {"rate": 1, "burst": 0}}',
    '{"large": {"rate": 1}}',
  ])('names tiers that cannot be read or let nothing pass: %s', WAYBILL_TIERS => {
    expect(() => teamsConfig({ ...TABLE, WAYBILL_TIERS })).toThrow('WAYBILL_TIERS must be JSON')
  })
})

describe("the configuration of the tool's commands", () => {
  it.each([
    ['Waybill on this machine', {}, 'http://127.0.0.1:4010/'],
    ['Waybill at the port that is set', { WAYBILL_PORT: '5010' }, 'http://127.0.0.1:5010/'],
    [
      'another address',
      { WAYBILL_URL: 'https://waybill.example/prod', WAYBILL_PORT: 'x' },
      'https://waybill.example/prod',
    ],
  ])('names %s', (_, environment, endpoint) => {
    expect(toolConfig(environment)).toEqual({ endpoint: new URL(endpoint), signatureVersion: 2 })
  })

  it('gives way to the command line', () => {
    const environment = { WAYBILL_URL: 'http://a.example', WAYBILL_SIGNATURE_VERSION: '4' }

    expect(toolConfig(environment, new URL('http://b.example'))).toEqual({
      endpoint: new URL('http://b.example'),
      signatureVersion: 4,
    })
  })

  it('explains what is invalid', () => {
    expect(() => toolConfig({ WAYBILL_URL: 'waybill' })).toThrow('WAYBILL_URL is "waybill"')
  })
})
