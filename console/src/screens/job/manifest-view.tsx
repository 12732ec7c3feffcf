import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { listManifests } from '../../api/lists.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Copy } from '../../parts/copy.tsx'
import { fileBytes } from '../../parts/download.ts'
import type { Job } from '../../parts/job-words.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { localeOf } from '../../parts/time-texts.ts'

type Version = components['schemas']['ManifestList']['manifests'][number]

const Difference = lazy(async () => ({ default: (await import('./difference.tsx')).Difference }))

const useText = (path: string | undefined) =>
  useQuery({
    queryKey: ['text', path],
    queryFn: async () => (await fileBytes(path ?? '', 'text/plain')).text(),
    enabled: path !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Every manifest that the job has had, and what changed from one to another. Secrets are redacted by the API already. */
export const ManifestView = ({ job }: { readonly job: Job }) => {
  const { t, language } = useI18n()
  const versions = useQuery({
    queryKey: ['manifests', job.jobId, job.updatedAt],
    queryFn: () => listManifests(job.jobId),
  })
  const [chosen, setChosen] = useState<number>()
  const [other, setOther] = useState<number>()
  const all = versions.data?.toSorted((a, b) => b.number - a.number) ?? []
  const shown = all.find(({ number }) => number === chosen) ?? all[0]
  const compared = all.find(({ number }) => number === other)
  const text = useText(shown?.link)
  const before = useText(compared?.link)
  const failed = [versions, text, before].find(({ error }) => error !== null)
  if (failed) return <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />
  if (!shown || text.data === undefined) return <Loading />
  const optionOf = ({ number, at, by }: Version) => ({
    value: String(number),
    label: t('manifest.version', { number: String(number) }),
    description: [new Date(at).toLocaleString(localeOf(language)), by ?? t('manifest.elsewhere')].join(', '),
  })
  return (
    <Container
      header={
        <Header variant="h2" actions={<Copy text={text.data} label={t('job.copyManifest')} />}>
          {t('job.manifest')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {all.length > 1 && (
          <SpaceBetween direction="horizontal" size="m">
            <FormField label={t('manifest.shown')}>
              <Select
                selectedOption={optionOf(shown)}
                options={all.map(optionOf)}
                onChange={({ detail }) => setChosen(Number(detail.selectedOption.value))}
              />
            </FormField>
            <FormField label={t('manifest.compared')}>
              <Select
                placeholder={t('manifest.nothing')}
                selectedOption={compared ? optionOf(compared) : null}
                options={[{ value: '', label: t('manifest.nothing') }, ...all.map(optionOf)]}
                onChange={({ detail }) => setOther(Number(detail.selectedOption.value) || undefined)}
              />
            </FormField>
          </SpaceBetween>
        )}
        {compared && before.data !== undefined ? (
          <Suspense fallback={<Loading />}>
            <Difference
              key={`${compared.number} ${shown.number}`}
              before={before.data}
              after={text.data}
              beforeLabel={t('manifest.version', { number: String(compared.number) })}
              afterLabel={t('manifest.version', { number: String(shown.number) })}
            />
          </Suspense>
        ) : (
          <pre className="verbatim">{text.data}</pre>
        )}
      </SpaceBetween>
    </Container>
  )
}
