import { createRequire } from 'node:module'

const fileOf = (name: string) => createRequire(import.meta.url).resolve(`@expo-google-fonts/source-sans-3/${name}.ttf`)

/** The files of the typeface that every PDF is set in. */
export const fonts = {
  regular: fileOf('400Regular/SourceSans3_400Regular'),
  semibold: fileOf('600SemiBold/SourceSans3_600SemiBold'),
  bold: fileOf('700Bold/SourceSans3_700Bold'),
}
