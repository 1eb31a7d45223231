import { List, SimpleGrid } from '@mantine/core'
import { IconBuilding, IconSitemap } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { DateTime } from '#platform/web/dates.tsx'
import { Facts } from '#platform/web/Facts.tsx'
import { AnchorLink, ButtonLink } from '#platform/web/links.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { readOrganization } from '../contract.ts'

const route = getRouteApi('/organizations/$orgId')

/** One organisation: what it is, what it is part of, and the way to what it has. */
export default function OrganizationPage() {
  const { t } = useTranslation('structure')
  const can = useCan()
  const params = route.useParams()
  const { data: one } = useData(readOrganization, { params }, { live: ['directory'] })
  const day = (at: string | null) => at && <DateTime at={at} look="date" />
  const facts: (readonly [string, ReactNode])[] = [
    [t('organization.fields.code'), one.code],
    [t('organization.fields.type'), t(`organization.values.type.${one.type}`)],
    [t('organization.fields.status'), t(`organization.values.status.${one.status}`)],
    [t('organization.activated'), day(one.activatedAt)],
    [t('organization.suspended'), day(one.suspendedAt)],
    [t('organization.fields.suspendedReason'), one.suspendedReason],
    [t('organization.fields.contactEmail'), one.contactEmail],
    [t('organization.fields.contactPhone'), one.contactPhone],
    [t('organization.fields.address'), one.address],
    [t('organization.fields.registrationNumber'), one.registrationNumber],
    [t('organization.fields.taxId'), one.taxId],
    ...(one.metadata ?? []).map(({ label, value }) => [label, value] as const),
  ]
  const link = (of: { id: string; name: string }) => (
    <AnchorLink to="/organizations/$orgId" params={{ orgId: of.id }}>
      {of.name}
    </AnchorLink>
  )
  return (
    <Page
      title={one.name}
      crumbs={[{ label: t('branches.back'), to: '/organizations' }]}
      actions={
        can('org_configs:read') && (
          <ButtonLink to="/organizations/$orgId/configs" params={params} variant="default">
            {t('organization.settings')}
          </ButtonLink>
        )
      }
    >
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Card title={t('organization.details')} icon={IconBuilding}>
          <Facts of={facts.filter(([, value]) => value)} />
        </Card>
        <Card title={t('organization.tree')} icon={IconSitemap}>
          <Facts
            of={[
              [t('organization.parent'), one.parent ? link(one.parent) : t('organization.top')],
              [t('organization.people'), one.counts.people],
              [
                t('organization.branches'),
                <AnchorLink key="branches" to="/organizations/$orgId/branches" params={params}>
                  {t('organization.branchCount', { count: one.counts.branches })}
                </AnchorLink>,
              ],
              [
                t('organization.departments'),
                <AnchorLink key="chart" to="/organization-chart">
                  {t('organization.departmentCount', { count: one.counts.departments })}
                </AnchorLink>,
              ],
            ]}
          />
          {one.parts.length > 0 && (
            <List mt="md" spacing="xs" aria-label={t('organization.parts')}>
              {one.parts.map((part) => (
                <List.Item key={part.id}>{link(part)}</List.Item>
              ))}
            </List>
          )}
        </Card>
      </SimpleGrid>
    </Page>
  )
}
