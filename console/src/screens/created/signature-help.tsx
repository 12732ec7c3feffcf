import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Tabs from '@cloudscape-design/components/tabs'
import { useI18n } from '../../i18n/i18n.tsx'

/** How the file gets onto the disk in each operating system, and what goes wrong there. */
export const SignatureHelp = () => {
  const { t } = useI18n()
  const system = (id: 'windows' | 'mac' | 'linux', line: string) => ({
    id,
    label: t(`signature.${id}`),
    content: (
      <>
        <pre className="verbatim">{line}</pre>
        <p>{t(`signature.${id}Wrong`)}</p>
      </>
    ),
  })
  return (
    <ExpandableSection headerText={t('signature.how')}>
      <p>{t('signature.rules')}</p>
      <p>{t('signature.older')}</p>
      <Tabs
        tabs={[
          system('windows', 'Copy-Item "$HOME\\Downloads\\SIGNATURE" E:\\SIGNATURE'),
          system('mac', 'cp ~/Downloads/SIGNATURE /Volumes/DISK/SIGNATURE'),
          system('linux', 'cp ~/Downloads/SIGNATURE /media/$USER/DISK/SIGNATURE && sync'),
        ]}
      />
    </ExpandableSection>
  )
}
