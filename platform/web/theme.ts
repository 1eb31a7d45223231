import { type CSSVariablesResolver, createTheme, type MantineThemeOverride } from '@mantine/core'
import type { Theme } from '../session.ts'
import { type Scale, scaleOf } from './colors.ts'

const systemFont = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif'
// Greys lean to the petrol of the mark; 4 is the first that a border may have alone (3:1), 6 the first for words (4.5:1 on the ground).
const gray: Scale = ['#f4f7f7', '#ebf0f0', '#dfe6e7', '#cdd7d8', '#87959a', '#75848a', '#536268', '#3f4c52', '#2b363b', '#182226']
const dark: Scale = ['#e3eaea', '#c6d0d2', '#a3b1b5', '#748489', '#3d4a4f', '#323e43', '#273236', '#1b2427', '#12191b', '#0b1012']

// What states are said in; every theme shares them, so that red means the same everywhere.
const signals = {
  green: '#1b7a4b',
  teal: '#0e7a6a',
  yellow: '#8f5b00',
  orange: '#b0480f',
  red: '#b3251e',
  blue: '#1f63ae',
  violet: '#6a4bb5',
}
const signalScales = Object.fromEntries(Object.entries(signals).map(([name, hex]) => [name, scaleOf(hex)]))

/** Salus' own, where no tenant is known. */
export const ownTheme: Theme = {
  name: 'Salus',
  colors: { primary: '#0e6b75', accent: '#b4501e', scheme: 'auto' },
  typography: { fontFamily: '', scale: 1 },
  layout: { density: 'comfortable', navigation: 'left', radius: 8 },
  components: { buttons: 'rounded', surfaces: 'bordered' },
  logoUrl: null,
  supportEmail: null,
}

/** The tenant's theme as Mantine's: colours, type, layout and components; contrast is kept whatever the colours are. */
export function mantineTheme({ colors, typography, layout, components }: Theme, words: { close: string }): MantineThemeOverride {
  const size = layout.density === 'compact' ? 'sm' : 'md'
  const corner = (factor: number) => `${(layout.radius * factor) / 16}rem`
  const fontFamily = typography.fontFamily ? `${typography.fontFamily}, ${systemFont}` : systemFont
  return createTheme({
    scale: Math.min(1.3, Math.max(0.85, typography.scale)),
    colors: { ...signalScales, gray, dark, brand: scaleOf(colors.primary), accent: scaleOf(colors.accent) },
    primaryColor: 'brand',
    primaryShade: { light: 7, dark: 6 },
    black: '#172124',
    fontFamily,
    headings: {
      fontFamily,
      fontWeight: '650',
      textWrap: 'balance',
      sizes: {
        h1: { fontSize: '1.875rem', lineHeight: '1.25' },
        h2: { fontSize: '1.5rem', lineHeight: '1.3' },
        h3: { fontSize: '1.25rem', lineHeight: '1.35' },
        h4: { fontSize: '1.0625rem', lineHeight: '1.4' },
        h5: { fontSize: '1rem', lineHeight: '1.45' },
        h6: { fontSize: '0.875rem', lineHeight: '1.45' },
      },
    },
    defaultRadius: 'md',
    radius: { xs: corner(0.25), sm: corner(0.5), md: corner(1), lg: corner(2) },
    cursorType: 'pointer',
    respectReducedMotion: true,
    components: {
      Input: { defaultProps: { size } },
      InputWrapper: { defaultProps: { size } },
      Button: { defaultProps: { size, ...(components.buttons === 'pill' ? { radius: 'xl' } : {}) } },
      Paper: { defaultProps: { radius: 'lg', ...(components.surfaces === 'raised' ? { shadow: 'md' } : {}) } },
      Modal: { defaultProps: { radius: 'lg', overlayProps: { backgroundOpacity: 0.45 } }, classNames: { title: 'salus-dialog-title' } },
      Alert: { defaultProps: { radius: 'md' } },
      CloseButton: { defaultProps: { 'aria-label': words.close } },
      // A dialog's header is not the site's.
      ModalHeader: { defaultProps: { role: 'none' } },
      DrawerHeader: { defaultProps: { role: 'none' } },
      // Inside a landmark that the shell names.
      Portal: { defaultProps: { target: '#overlays' } },
    },
  })
}

/** What says more than Mantine's own variables: the ground under surfaces, quiet borders, tints that stay visible in the dark. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--salus-ground': 'var(--mantine-color-gray-0)',
    '--salus-field-border': 'var(--mantine-color-gray-4)',
    '--mantine-color-default-border': 'var(--mantine-color-gray-3)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--mantine-color-error': 'var(--mantine-color-red-7)',
    '--mantine-color-disabled-color': 'var(--mantine-color-gray-5)',
  },
  dark: {
    '--salus-ground': 'var(--mantine-color-dark-8)',
    '--salus-field-border': 'var(--mantine-color-dark-3)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': 'var(--mantine-color-red-3)',
    '--mantine-color-success': 'var(--mantine-color-green-3)',
    ...Object.fromEntries(Object.keys(colors).flatMap(tintInTheDark)),
  },
})

/** Half of a colour, half of the surface: a tint in the dark that does not shout. */
const muted = (color: string) => `color-mix(in srgb, var(${color}) 55%, var(--mantine-color-dark-7))`

function tintInTheDark(name: string): [string, string][] {
  const color = `--mantine-color-${name}`
  if (name === 'gray' || name === 'dark')
    return [
      [`${color}-light`, 'var(--mantine-color-dark-5)'],
      [`${color}-light-hover`, 'var(--mantine-color-dark-4)'],
    ]
  return [
    [`${color}-light`, muted(`${color}-9`)],
    [`${color}-light-hover`, muted(`${color}-8`)],
    [`${color}-light-color`, `var(${color}-2)`],
  ]
}
