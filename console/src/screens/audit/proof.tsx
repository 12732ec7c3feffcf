import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ENDPOINT } from '../../api/client.ts'
import { ApiProblem, answered } from '../../api/problem.ts'
import { asCli } from '../../commands/command.ts'
import { commandsOfProof } from '../../commands/commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import type { MessageKey } from '../../i18n/translate.ts'
import { Copy } from '../../parts/copy.tsx'
import { fileBytes } from '../../parts/download.ts'
import { OneForm } from '../../parts/one-form.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { digestHash, type Verdict, verifyDigest } from './digest-proof.ts'

const DAY_MS = 86_400_000

const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10)

const digestOf = (day: string) => answered(api.GET('/v1/audit/digests/{day}', { params: { path: { day } } }))

const LOOKS: Readonly<Record<Verdict, StatusIndicatorProps.Type>> = {
  genuine: 'success',
  altered: 'error',
  unknown: 'warning',
}

const MEANINGS: Readonly<Record<Verdict, MessageKey>> = {
  genuine: 'proof.genuine',
  altered: 'proof.altered',
  unknown: 'proof.unknown',
}

/** Whether a digest names the one of the day before. The first digest has none before it. */
const followsDayBefore = async (day: string, previous: string | undefined): Promise<Verdict> => {
  if (previous === undefined) return 'genuine'
  try {
    return (await digestHash(await digestOf(dayBefore(day)))) === previous ? 'genuine' : 'altered'
  } catch (error) {
    // Days without an event have no digest: then it names an earlier one.
    if (error instanceof ApiProblem && error.problem.code === 'DIGEST_NOT_FOUND') return 'unknown'
    throw error
  }
}

const prove = async (day: string) => {
  const key = fileBytes('v1/audit/public-key', 'application/x-pem-file')
  const [signed, pem] = await Promise.all([digestOf(day), key.then(blob => blob.text())])
  const [signature, chain] = await Promise.all([
    verifyDigest(signed, pem),
    followsDayBefore(day, signed.digest.previous),
  ])
  return { signed, signature, chain }
}

/** Proof that a day of history is as it was signed: by the browser, and by the command line for each event of an export. */
export const Proof = () => {
  const { t } = useI18n()
  const [day, setDay] = useState(() => new Date(Date.now() - DAY_MS).toISOString().slice(0, 10))
  const isDay = !Number.isNaN(Date.parse(day))
  const proof = useMutation({ mutationFn: prove })
  const { data } = proof
  const lines = commandsOfProof(day).map(command => asCli(ENDPOINT, command))
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description={t('proof.about')}>
            {t('proof.title')}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <OneForm onSubmit={() => isDay && !proof.isPending && proof.mutate(day.trim())}>
            <SpaceBetween size="m">
              <FormField label={t('proof.day')} constraintText="YYYY-MM-DD">
                <Input value={day} onChange={({ detail }) => setDay(detail.value)} />
              </FormField>
              <Button disabled={!isDay} loading={proof.isPending}>
                {t('proof.check')}
              </Button>
            </SpaceBetween>
          </OneForm>
          <div aria-live="polite">
            {proof.error && <ProblemAlert error={proof.error} />}
            {data && (
              <KeyValuePairs
                columns={2}
                minColumnWidth={220}
                items={[
                  {
                    label: t('proof.signature'),
                    value: (
                      <StatusIndicator type={LOOKS[data.signature]} wrapText>
                        {t(MEANINGS[data.signature])}
                      </StatusIndicator>
                    ),
                  },
                  {
                    label: t('proof.chain'),
                    value: (
                      <StatusIndicator type={LOOKS[data.chain]} wrapText>
                        {t(`proof.chain.${data.chain}`)}
                      </StatusIndicator>
                    ),
                  },
                  { label: t('proof.events'), value: String(data.signed.digest.events) },
                  { label: t('proof.streams'), value: String(data.signed.digest.heads.length) },
                ]}
              />
            )}
          </div>
        </SpaceBetween>
      </Container>
      <Container
        header={
          <Header variant="h2" description={t('proof.eachAbout')}>
            {t('proof.each')}
          </Header>
        }
      >
        <SpaceBetween size="s">
          {lines.map(line => (
            <Box key={line}>
              <Copy shown text={line} label={t('copy.cli')} />
            </Box>
          ))}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  )
}
