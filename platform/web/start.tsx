import '@mantine/core/styles.layer.css'
import './shell.css'
import './page.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { type ReactNode, useEffect, useMemo } from 'react'
import { createRoot } from 'react-dom/client'
import { useTranslation } from 'react-i18next'
import type { Theme } from '../session.ts'
import { onSessionEnd } from './api.ts'
import { queryClient } from './data.ts'
import { loadShell } from './Root.tsx'
import type { WebModule } from './routes.tsx'
import { forgetSession, loadSession, type SessionPort, setSessionPort, stayActive, useSession } from './session.tsx'
import { FillsContext, fillsOf } from './slots.tsx'
import { ErrorState } from './states.tsx'
import { cssVariables, mantineTheme, ownTheme } from './theme.ts'
import { noticeTouches } from './touch.ts'
import { installTrustedTypes, styleNonce } from './trusted.ts'
import { knowWords, type PageWords, startLanguage, type WordFiles } from './words.ts'

type Start = { router: AnyRouter; modules: readonly WebModule[]; session: SessionPort; words: WordFiles; pageWords: PageWords }

/** Starts the browser side: session, words, theme, router. */
export async function startWeb({ router, modules, session, words, pageWords }: Start) {
  installTrustedTypes()
  setSessionPort(session)
  knowWords(words, pageWords)
  onSessionEnd(forgetSession)
  noticeTouches(stayActive)
  // The page's code comes while the session is asked for.
  const { component } = router.getMatchedRoutes(location.pathname)[0].at(-1)?.options ?? {}
  void (component as { preload?: () => Promise<unknown> } | undefined)?.preload?.()?.catch(() => undefined)
  const fills = modules.flatMap((module) => module.fills)
  const root = createRoot(document.getElementById('root') as HTMLElement)
  try {
    const { me } = await loadSession()
    if (me) void loadShell()
    await startLanguage(me?.locale)
    // What the first page shows comes beside its frame, not after it.
    const shown = me ? (['header', 'banner', ...(location.pathname === '/' ? ['home' as const] : [])] as const) : []
    for (const one of shown.flatMap((slot) => fillsOf(fills, slot, me))) void one.Content.preload?.()?.catch(() => undefined)
  } catch (error) {
    return root.render(
      <Themed theme={ownTheme}>
        <main className="salus-alone">
          <ErrorState error={error} retry={() => location.reload()} />
        </main>
      </Themed>,
    )
  }
  root.render(
    <QueryClientProvider client={queryClient}>
      <FillsContext value={fills}>
        <TenantThemed>
          <RouterProvider router={router} />
        </TenantThemed>
      </FillsContext>
    </QueryClientProvider>,
  )
}

function TenantThemed({ children }: { children: ReactNode }) {
  return <Themed theme={useSession().theme}>{children}</Themed>
}

function Themed({ theme, children }: { theme: Theme; children: ReactNode }) {
  const { t } = useTranslation()
  useEffect(() => {
    document.documentElement.dataset.navigation = theme.layout.navigation
  }, [theme.layout.navigation])
  const mantine = useMemo(() => mantineTheme(theme, { close: t('form.close') }), [theme, t])
  return (
    <MantineProvider
      theme={mantine}
      defaultColorScheme={theme.colors.scheme}
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
    >
      {children}
    </MantineProvider>
  )
}
