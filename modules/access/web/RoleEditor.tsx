import { Button, Group, MultiSelect, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { LeaveQuestion } from '#platform/web/LeaveQuestion.tsx'
import { ProblemAlert } from '#platform/web/states.tsx'
import { listRoles, type RoleDetail } from '../contract.ts'
import { DifferencesDialog } from './DifferencesDialog.tsx'
import { type Draft, differences, emptyDraft, isSame } from './draft.ts'
import { RightsPicker } from './RightsPicker.tsx'
import { Whom } from './Whom.tsx'

type EditorProps = {
  /** Null: a new one. */
  of: RoleDetail | null
  start: Draft
  readOnly?: boolean
  running: boolean
  save: (draft: Draft) => Promise<Problem | null>
}

/** A role in full: what it is called, whom it is for, which roles it contains, and each of its rights. Changes are shown before they count. */
export function RoleEditor({ of: role, start, readOnly = false, running, save }: EditorProps) {
  const { t } = useTranslation('access')
  const [draft, setDraft] = useState(start)
  const [reviews, setReviews] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const { data: roles } = useData(listRoles, {})
  const changed = differences(role ? start : emptyDraft, draft)
  const dirty = !readOnly && !isSame(changed)
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }))
  const errors = Object.fromEntries((problem?.errors ?? []).map(({ path, message }) => [path, message]))
  const go = async () => {
    const refused = await save(draft)
    setProblem(refused)
    setReviews(false)
  }
  const ready = draft.name.trim() !== '' && draft.code.trim() !== ''
  const inside = roles.items.filter((one) => draft.contains.includes(one.code))
  const inherited = new Map(inside.flatMap((one) => one.permissions.map(({ code }) => [code, one.name])))
  return (
    <Stack gap="lg" maw={920}>
      <ProblemAlert of={problem} />
      <Card title={t('role.about')}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t('role.name')}
              required={!readOnly}
              maxLength={120}
              readOnly={readOnly}
              value={draft.name}
              error={errors.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <TextInput
              label={t('role.code')}
              description={readOnly ? undefined : t('role.codeHint')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required={!readOnly}
              maxLength={60}
              readOnly={role !== null}
              value={draft.code}
              error={errors.code}
              onChange={(event) => set({ code: event.currentTarget.value.toLowerCase() })}
            />
          </SimpleGrid>
          {(!readOnly || draft.description !== '') && (
            <Textarea
              label={t('role.description')}
              autosize
              minRows={2}
              maxLength={2000}
              readOnly={readOnly}
              value={draft.description}
              onChange={(event) => set({ description: event.currentTarget.value })}
            />
          )}
          <Whom draft={draft} set={set} readOnly={readOnly} errors={errors} />
        </Stack>
      </Card>
      {(!readOnly || inside.length > 0) && (
        <Card title={t('role.contains')}>
          <MultiSelect
            label={t('role.containsLabel')}
            description={t('role.containsHint')}
            searchable
            readOnly={readOnly}
            data={roles.items.filter((one) => one.id !== role?.id).map(({ code, name }) => ({ value: code, label: name }))}
            value={draft.contains}
            error={errors.contains}
            onChange={(contains) => set({ contains })}
          />
        </Card>
      )}
      <RightsPicker
        grants={draft.grants}
        inherited={inherited}
        readOnly={readOnly}
        error={errors.grants}
        onChange={(grants) => set({ grants })}
      />
      {!readOnly && (
        <Group justify="flex-end">
          <Button disabled={!dirty || !ready} onClick={() => setReviews(true)}>
            {t('role.review')}
          </Button>
        </Group>
      )}
      {reviews && (
        <DifferencesDialog
          of={changed}
          isNew={role === null}
          roles={roles.items}
          running={running}
          close={() => setReviews(false)}
          save={go}
        />
      )}
      <LeaveQuestion when={() => dirty && !running} />
    </Stack>
  )
}
