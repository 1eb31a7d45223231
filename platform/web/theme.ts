import { createTheme, type MantineThemeOverride } from '@mantine/core'
import type { Theme } from '../session.ts'

/** The tenant's theme as Mantine's. */
export function mantineTheme(_theme: Theme): MantineThemeOverride {
  return createTheme({ primaryColor: 'teal', defaultRadius: 'md', respectReducedMotion: true, cursorType: 'pointer' })
}
