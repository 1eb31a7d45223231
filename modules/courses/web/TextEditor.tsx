import { Link, RichTextEditor } from '@mantine/tiptap'
import '@mantine/tiptap/styles.layer.css'
import { IconColumnInsertRight, IconColumnRemove, IconRowInsertBottom, IconRowRemove, IconTable, IconTableOff } from '@tabler/icons-react'
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable } from '@tiptap/pm/tables'
import { type AnyExtension, type Editor, useEditor, useEditorState } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './editor.module.css'
import { newTable, tables } from './tables.ts'

// The same classes twice to the type checker: Mantine names those of @tiptap's CommonJS build.
const mantineLink = Link.configure({ protocols: ['mailto'] }) as unknown as AnyExtension
type TheirEditor = ComponentProps<typeof RichTextEditor>['editor']

type TextEditorProps = { html: string; label: string; onChange: (html: string) => void; readOnly: boolean }

/** Rich text of the kind the server keeps: headings, lists, quotes, links, tables; nothing that it would strip. */
export default function TextEditor({ html, label, onChange, readOnly }: TextEditorProps) {
  const { t } = useTranslation('courses')
  const editor = useEditor({
    extensions: [StarterKit.configure({ link: false, heading: { levels: [2, 3, 4] } }), mantineLink, ...tables],
    content: html,
    editable: !readOnly,
    injectCSS: false,
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: classes.writing ?? '' } },
    onUpdate: ({ editor: changed }) => onChange(changed.isEmpty ? '' : changed.getHTML()),
  })
  if (!editor) return null
  return (
    <RichTextEditor editor={editor as unknown as TheirEditor} variant="subtle">
      {!readOnly && (
        <RichTextEditor.Toolbar sticky stickyOffset="var(--app-shell-header-height, 0px)" aria-label={t('text.toolbar')} role="toolbar">
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Bold />
            <RichTextEditor.Italic />
            <RichTextEditor.Underline />
            <RichTextEditor.ClearFormatting />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.H2 />
            <RichTextEditor.H3 />
            <RichTextEditor.H4 />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.BulletList />
            <RichTextEditor.OrderedList />
            <RichTextEditor.Blockquote />
            <RichTextEditor.Hr />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Link />
            <RichTextEditor.Unlink />
          </RichTextEditor.ControlsGroup>
          <TableControls editor={editor} />
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Undo />
            <RichTextEditor.Redo />
          </RichTextEditor.ControlsGroup>
        </RichTextEditor.Toolbar>
      )}
      <RichTextEditor.Content />
    </RichTextEditor>
  )
}

const inTable = [
  ['addRow', IconRowInsertBottom, addRowAfter],
  ['addColumn', IconColumnInsertRight, addColumnAfter],
  ['removeRow', IconRowRemove, deleteRow],
  ['removeColumn', IconColumnRemove, deleteColumn],
  ['removeTable', IconTableOff, deleteTable],
] as const

function TableControls({ editor }: { editor: Editor }) {
  const { t } = useTranslation('courses')
  const inside = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('table') })
  return (
    <RichTextEditor.ControlsGroup>
      <RichTextEditor.Control
        aria-label={t('text.table')}
        title={t('text.table')}
        disabled={inside}
        onClick={() => editor.chain().focus().insertContent(newTable).run()}
      >
        <IconTable size={18} stroke={1.6} />
      </RichTextEditor.Control>
      {inside &&
        inTable.map(([name, Mark, run]) => (
          <RichTextEditor.Control
            key={name}
            aria-label={t(`text.${name}`)}
            title={t(`text.${name}`)}
            onClick={() => run(editor.state, editor.view.dispatch)}
          >
            <Mark size={18} stroke={1.6} />
          </RichTextEditor.Control>
        ))}
    </RichTextEditor.ControlsGroup>
  )
}
