import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useData } from '#platform/web/data.ts'
import { useSession } from '#platform/web/session.tsx'
import { kioskHere } from '../contract.ts'
import { Register } from './Register.tsx'
import { Start } from './Start.tsx'

const lookedUpEvery = 60_000

/** What stands on a kiosk between two people; on any other device, a way to make it one. */
export default function KioskPage() {
  const router = useRouter()
  const { me } = useSession()
  const { data, refetch } = useData(kioskHere)
  const isIn = me?.lent?.as === 'kiosk'
  useEffect(() => {
    if (isIn) void router.navigate({ to: '/', replace: true })
  }, [isIn, router])
  // It says that it is there, and learns that it no longer is a kiosk.
  useEffect(() => {
    const timer = setInterval(() => void refetch(), lookedUpEvery)
    return () => clearInterval(timer)
  }, [refetch])
  if (isIn) return null
  return data.kiosk ? <Start kiosk={data.kiosk} /> : <Register />
}
