import { SimpleGrid, Stack, Tabs } from '@mantine/core'
import { IconBriefcase, IconSchool } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { Page } from '#platform/web/Page.tsx'
import { myEducation, myProfile, myWork } from '../contract.ts'
import { AboutMe } from './AboutMe.tsx'
import { MyFields } from './CustomFields.tsx'
import { EmergencyContacts } from './EmergencyContacts.tsx'
import { MyNeeds } from './MyNeeds.tsx'
import { MyCertifications, MyDocuments } from './MyPapers.tsx'
import { MyLanguages, MySkills } from './MySkills.tsx'
import { OwnList } from './OwnList.tsx'
import { Photos } from './Photos.tsx'
import { Span } from './Span.tsx'

const route = getRouteApi('/account/profile')
const tabs = ['about', 'skills', 'papers', 'background', 'needs'] as const

export default function MyProfile() {
  const { t } = useTranslation('profiles')
  const { tab = 'about' } = route.useSearch()
  const go = useNavigate()
  const { data: profile } = useData(myProfile, {}, { live: ['profiles'] })
  return (
    <Page subtitle={t('profile.subtitle')} crumbs={[{ label: t('profile.account'), to: '/account' }]}>
      <Tabs
        value={tab}
        onChange={(next) => void go({ to: '/account/profile', search: { tab: next as (typeof tabs)[number] }, replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="about">
          <Stack gap="lg">
            <Photos profile={profile} />
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
              <AboutMe key={`about ${profile.version}`} profile={profile} />
              <Stack gap="lg">
                <EmergencyContacts key={`contacts ${profile.version}`} profile={profile} />
                <MyFields key={`fields ${profile.version}`} profile={profile} />
              </Stack>
            </SimpleGrid>
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="skills">
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
            <MySkills />
            <MyLanguages />
          </SimpleGrid>
        </Tabs.Panel>
        <Tabs.Panel value="papers">
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
            <MyCertifications />
            <MyDocuments />
          </SimpleGrid>
        </Tabs.Panel>
        <Tabs.Panel value="background">
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
            <OwnList<Past & { position: string; company: string }>
              of={myWork}
              words="profiles:work"
              icon={IconBriefcase}
              title={(row) => `${row.position}, ${row.company}`}
              line={(row) => <Span of={row} />}
            />
            <OwnList<Past & { degree: string | null; institution: string }>
              of={myEducation}
              words="profiles:education"
              icon={IconSchool}
              title={(row) => [row.degree, row.institution].filter(Boolean).join(', ')}
              line={(row) => <Span of={row} />}
            />
          </SimpleGrid>
        </Tabs.Panel>
        <Tabs.Panel value="needs">
          <MyNeeds />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
type Past = { id: string; startDate: string | null; endDate: string | null; isCurrent: boolean }
