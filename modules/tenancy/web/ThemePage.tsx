import { Grid, Group, Paper, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { useSession } from '#platform/web/session.tsx'
import { dropTheme, fonts, readTheme, saveTheme, type TenantTheme } from '../contract.ts'
import { ThemeFields } from './ThemeFields.tsx'
import { ThemePreview } from './ThemePreview.tsx'

/** The look of the organisation, edited beside what it will be. */
export default function ThemePage() {
  const { data } = useData(readTheme, {}, { live: ['tenancy'] })
  return <Editor key={JSON.stringify(data)} theme={data} />
}

function Editor({ theme }: { theme: TenantTheme }) {
  const { t } = useTranslation('tenancy')
  const { theme: shown } = useSession()
  const form = useContractForm(saveTheme.body, theme)
  const draft = form.values as TenantTheme
  const save = useAction(saveTheme, { success: t('theme.saved') })
  const drop = useAction(dropTheme, { success: t('theme.dropped') })
  const typography = { fontFamily: fonts[draft.typography.font], scale: Number(draft.typography.size) / 16 }
  return (
    <Page
      wide
      subtitle={t('theme.hint')}
      actions={
        <ConfirmButton variant="default" question={t('theme.dropQuestion')} onConfirm={() => drop.run()} color="gray">
          {t('theme.drop')}
        </ConfirmButton>
      }
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Paper withBorder p="lg">
            <Form form={form} action={save} input={(body) => ({ body })} submit={t('theme.save')} wide>
              <TextInput label={t('theme.name')} {...form.getInputProps('name')} />
              <ThemeFields form={form} />
            </Form>
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Group align="stretch" gap="lg">
            <ThemePreview theme={{ ...draft, typography, logoUrl: shown.logoUrl, supportEmail: null }} />
          </Group>
        </Grid.Col>
      </Grid>
    </Page>
  )
}
