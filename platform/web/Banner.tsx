import type { ReactNode } from 'react'
import classes from './Banner.module.css'

type BannerProps = { label: string; who: string; left: string; urgent?: boolean; children: ReactNode }

/** Above every page: in whose session this is, how long still, and (as children) the way out. */
export function Banner({ label, who, left, urgent, children }: BannerProps) {
  return (
    <section className={classes.banner} data-urgent={urgent || undefined} aria-label={label}>
      <div>
        <p>{who}</p>
        <span role="timer">{left}</span>
      </div>
      {children}
    </section>
  )
}
