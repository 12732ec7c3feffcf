import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { listAddresses } from '../../api/lists.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfAddresses } from '../../commands/team-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { NamedThings } from './named-things.tsx'

type Address = components['schemas']['Address']

/** As the manifest's `returnAddress` has them. */
const ADDRESS_FIELDS = [
  'name',
  'company',
  'street1',
  'street2',
  'street3',
  'city',
  'stateOrProvince',
  'postalCode',
  'country',
  'phoneNumber',
] as const

/** Addresses under names, checked as the manifest language checks a return address. */
export const Addresses = () => {
  const { t } = useI18n()
  return (
    <NamedThings<Address, Readonly<Record<string, string>>>
      queryKey="addresses"
      title={t('team.addresses')}
      commands={commandsOfAddresses}
      routes={{ put: 'PUT /v1/addresses/{name}', remove: 'DELETE /v1/addresses/{name}' }}
      list={listAddresses}
      columns={[
        {
          id: 'address',
          header: t('team.address'),
          cell: ({ address }) => (
            <bdi className="break">
              {ADDRESS_FIELDS.map(name => address[name])
                .filter(Boolean)
                .join(', ')}
            </bdi>
          ),
        },
      ]}
      edit={{
        draftOf: address => address?.address ?? {},
        fields: (draft, change) => (
          <ColumnLayout columns={2}>
            {ADDRESS_FIELDS.map(name => (
              <FormField key={name} label={t(`address.${name}`)}>
                <Input
                  value={draft[name] ?? ''}
                  onChange={({ detail }) => change({ ...draft, [name]: detail.value })}
                />
              </FormField>
            ))}
          </ColumnLayout>
        ),
        put: (name, draft) => {
          const address = Object.fromEntries(Object.entries(draft).filter(([, value]) => value.trim() !== ''))
          return answered(api.PUT('/v1/addresses/{name}', { params: { path: { name } }, body: { address } }))
        },
      }}
    />
  )
}
