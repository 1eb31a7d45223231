import { lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { ApiError, silence } from './api.ts'

export type Late<Props> = ComponentType<Props> & { preload?: () => Promise<unknown> | undefined }
const failed = new Set<{ preload?: () => Promise<unknown> | undefined }>()

/**
 * A part whose code comes when it is first shown. Where the server does not answer it fails like any other request; where it does,
 * and the code has gone, there is a newer build, and the page is read anew once.
 */
export function late<Props = object>(load: () => Promise<object>): Late<Props> {
  const asked = () =>
    load().catch(async (reason: unknown) => {
      failed.add(part)
      const answers = await fetch('/healthz').then(
        () => true,
        () => false,
      )
      throw answers ? reason : new ApiError(silence)
    }) as Promise<{ default: ComponentType<Props> }>
  const part = lazyRouteComponent(asked) as Late<Props>
  return part
}

/** Before something that failed is drawn again: its code is asked for anew. */
export function tryAnew() {
  for (const part of failed) void part.preload?.()
  failed.clear()
}
