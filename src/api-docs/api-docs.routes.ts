import { signedIn } from '../platform/door.ts'
import { page } from '../platform/http/reply.ts'
import { route, type AnyRoute } from '../platform/http/route.ts'
import { describeRoute, type DescribedRoute } from './describe-route.ts'

/**
 * The page that describes the JSON API.
 * @param routes all that there are; those below `/api/v1` are described
 */
export function apiDocsRoutes(routes: AnyRoute[]): AnyRoute[] {
  let described: { name: string; routes: DescribedRoute[] }[] | undefined
  return [
    route({
      method: 'get',
      path: '/api/docs/',
      door: signedIn,
      handle: () => {
        described ??= grouped(routes.filter(({ path }) => path.startsWith('/api/v1/')).map(describeRoute))
        return page('api-docs/api-docs', {
          title: 'The JSON API',
          pageKind: 'api-docs',
          breadcrumbs: [{ name: 'The JSON API' }],
          locals: { groups: described },
        })
      },
    }),
  ]
}

/** By the first word of their address: `boards`, `tasks`. */
function grouped(routes: DescribedRoute[]): { name: string; routes: DescribedRoute[] }[] {
  const groups = new Map<string, DescribedRoute[]>()
  for (const described of routes) {
    const name = described.path.split('/')[3] ?? ''
    groups.set(name, [...(groups.get(name) ?? []), described])
  }
  return Array.from(groups, ([name, members]) => ({ name, routes: members }))
}
