import { type AnyRoute, Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { navGroups } from './routes.tsx'
import { hindrance, may, useSession } from './session.tsx'

/** The pages this person may open that stand in the navigation, in order, with their names in the language in use. */
export function useNavigation() {
  const { t } = useTranslation()
  const words = t as (key: string) => string
  const { me } = useSession()
  const routes = Object.values(useRouter().routesById) as AnyRoute[]
  return routes
    .flatMap(({ fullPath, options: { staticData: { nav, module, title, may: rule, ...part } = {} } }) =>
      nav && !hindrance(me, part) && may(me, rule ?? 'self') && (nav.may === undefined || may(me, nav.may))
        ? [{ ...nav, path: fullPath as string, name: words(`${module}:pages.${nav.label ?? title}`) }]
        : [],
    )
    .sort((a, b) => navGroups.indexOf(a.group) - navGroups.indexOf(b.group) || a.order - b.order)
}

export function Navigation() {
  const { t } = useTranslation()
  const entries = useNavigation()
  return navGroups.map((group) => {
    const own = entries.filter((entry) => entry.group === group)
    if (own.length === 0) return null
    return (
      <section key={group}>
        {group !== 'home' && (
          <h2 className="salus-nav-group" id={`nav-${group}`}>
            {t(`nav.${group}`)}
          </h2>
        )}
        <ul className="salus-nav" aria-labelledby={group === 'home' ? undefined : `nav-${group}`}>
          {own.map(({ path, name, icon: Icon }) => (
            <li key={path}>
              <Link to={path} activeOptions={{ exact: path === '/', includeSearch: false }} className="salus-nav-link">
                <Icon size={20} stroke={1.6} aria-hidden />
                <span>{name}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}
