import { Button, Divider, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconFingerprintScan } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAction, useLookup } from '#platform/web/data.ts'
import { useSession } from '#platform/web/session.tsx'
import type { SlotProps } from '#platform/web/slots.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { beginVisit, ssoOffers } from '../contract.ts'

/** The providers of whose organisation it is: of the one that code or host name tell, or of the one that has the address's domain. */
export default function Offers({ tenant, identifier, returnTo }: SlotProps<'signIn'>) {
  const { t } = useTranslation('sso')
  const session = useSession()
  const [code, address] = useDebouncedValue([tenant.trim(), identifier.trim()], 350)[0] as [string, string]
  const domain = /^[^@\s]+@([^@\s]+\.[^@\s.]{2,})$/.exec(address)?.[1]
  const where = { ...(code ? { tenant: code } : {}), ...(domain ? { domain } : {}) }
  const asks = session.tenant !== null || code !== '' || domain !== undefined
  const { data } = useLookup(ssoOffers, asks ? { query: where } : null)
  const begin = useAction(beginVisit, { invalidates: [] })
  if (!asks || !data || data.items.length === 0) return null
  const go = async (connectionId: string) => {
    const hint = domain ? { hint: address } : {}
    const begun = await begin.run({ body: { ...where, ...hint, connectionId, returnTo } }, { quiet: true })
    if (begun.ok) location.assign(begun.data.url)
  }
  return (
    <Stack gap="sm">
      <Divider label={t('offers.or')} />
      <ProblemAlert of={begin.problem} />
      {data.items.map(({ id, name }) => (
        <Button
          key={id}
          variant="default"
          fullWidth
          loading={begin.running}
          leftSection={<IconFingerprintScan size={20} stroke={1.6} />}
          onClick={() => void go(id)}
        >
          {t('offers.through', { name })}
        </Button>
      ))}
    </Stack>
  )
}
