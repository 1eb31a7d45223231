import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './shell.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { onSessionEnd } from './api.ts'
import { queryClient } from './data.ts'
import type { WebModule } from './routes.tsx'
import { forgetSession, loadSession, type SessionPort, setSessionPort, useSession } from './session.tsx'
import { FillsContext } from './slots.tsx'
import { mantineTheme } from './theme.ts'
import { installTrustedTypes, styleNonce } from './trusted.ts'
import { knowWords, type PageWords, startLanguage, type WordFiles } from './words.ts'

type Start = { router: AnyRouter; modules: readonly WebModule[]; session: SessionPort; words: WordFiles; pageWords: PageWords }

/** Starts the browser side: session, words, theme, router. */
export async function startWeb({ router, modules, session, words, pageWords }: Start) {
  installTrustedTypes()
  setSessionPort(session)
  knowWords(words, pageWords)
  onSessionEnd(() => {
    forgetSession()
    const { href, pathname } = router.state.location
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { next: href, ended: true } } as never)
  })
  const known = await loadSession()
  await startLanguage(known.me?.locale)
  const fills = modules.flatMap((module) => module.fills)
  createRoot(document.getElementById('root') as HTMLElement).render(
    <QueryClientProvider client={queryClient}>
      <FillsContext value={fills}>
        <Themed router={router} />
      </FillsContext>
    </QueryClientProvider>,
  )
}

function Themed({ router }: { router: AnyRouter }) {
  const { theme } = useSession()
  return (
    <MantineProvider theme={mantineTheme(theme)} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <RouterProvider router={router} />
    </MantineProvider>
  )
}
