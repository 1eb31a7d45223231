import { NavLink, Stack, Text } from '@mantine/core'
import { type AnyRoute, Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { navGroups } from './routes.tsx'
import { may, useSession } from './session.tsx'

/** The pages this person may open that stand in the navigation, with their names in the language in use. */
export function useNavigation() {
  const { t } = useTranslation()
  const router = useRouter()
  const { me } = useSession()
  const words = t as (key: string) => string
  const routes = Object.values(router.routesById) as AnyRoute[]
  return routes.flatMap(({ fullPath, options: { staticData: { nav, module, title, may: rule } = {} } }) =>
    nav && may(me, rule ?? 'self')
      ? [
          {
            ...nav,
            path: fullPath as string,
            name: words(`${module}:pages.${nav.label ?? title}`),
            title: words(`${module}:pages.${title}`),
          },
        ]
      : [],
  )
}

export function Navigation() {
  const { t } = useTranslation()
  const entries = useNavigation()
  return (
    <Stack gap="lg">
      {navGroups.map((group) => {
        const own = entries.filter((entry) => entry.group === group).sort((a, b) => a.order - b.order)
        if (own.length === 0) return null
        return (
          <div key={group}>
            <Text size="xs" fw={600} c="dimmed" px="sm" pb={4}>
              {t(`nav.${group}`)}
            </Text>
            {own.map(({ path, name, icon: Icon }) => (
              <Link key={path} to={path} activeOptions={{ exact: path === '/' }} className="salus-plain">
                {({ isActive }) => (
                  <NavLink component="span" label={name} active={isActive} leftSection={<Icon size={20} stroke={1.6} />} />
                )}
              </Link>
            ))}
          </div>
        )
      })}
    </Stack>
  )
}
