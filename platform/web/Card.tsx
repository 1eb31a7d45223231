import { Anchor, Group, Paper, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type CardProps = {
  title: string
  icon?: Icon
  /** A way to the whole of it, at the right of the title. */
  link?: { label: string } & Pick<LinkProps, 'to' | 'params' | 'search'>
  children: ReactNode
}

/** A titled surface: sections of a page, cards of the home page. */
export function Card({ title, icon: Mark, link, children }: CardProps) {
  return (
    <Paper component="section" aria-label={title} withBorder p="lg" h="100%">
      <Group justify="space-between" mb="md" wrap="nowrap" align="flex-start">
        <Group gap="xs" wrap="nowrap" miw={0}>
          {Mark && <Mark size={20} stroke={1.6} className="salus-tint" aria-hidden />}
          <Title order={2} size="h4" className="salus-heading">
            {title}
          </Title>
        </Group>
        {link && <CardLink {...link} />}
      </Group>
      {children}
    </Paper>
  )
}

function CardLink({ label, ...to }: NonNullable<CardProps['link']>) {
  return (
    <Anchor size="sm" renderRoot={(props) => <Link {...to} {...props} />}>
      {label}
    </Anchor>
  )
}
