import { lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { ApiError, silence } from './api.ts'

type Late = ComponentType & { preload?: () => Promise<unknown> | undefined }
const failed = new Set<Late>()

/**
 * A part whose code comes when it is first shown. Where the server does not answer it fails like any other request; where it does,
 * and the code has gone, there is a newer build, and the page is read anew once.
 */
export function late(load: () => Promise<object>): Late {
  const part: Late = lazyRouteComponent(
    () =>
      load().catch(async (reason: unknown) => {
        failed.add(part)
        const answers = await fetch('/healthz').then(
          () => true,
          () => false,
        )
        throw answers ? reason : new ApiError(silence)
      }) as Promise<{ default: ComponentType }>,
  )
  return part
}

/** Before something that failed is drawn again: its code is asked for anew. */
export function tryAnew() {
  for (const part of failed) void part.preload?.()
  failed.clear()
}
