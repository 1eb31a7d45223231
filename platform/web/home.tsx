import { IconHome } from '@tabler/icons-react'
import { defineWeb, page } from './routes.tsx'

/** The home page: everybody has one; modules fill it. */
export const web = defineWeb({
  name: 'app',
  pages: [
    page({
      path: '/',
      title: 'home',
      may: () => true,
      load: () => import('./HomePage.tsx'),
      nav: { group: 'home', icon: IconHome, order: 0 },
    }),
  ],
})
