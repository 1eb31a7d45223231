/** Asks for one thing at a time what is fetched by many: what is asked in one turn goes as one request, of at most `most`. */
export function inBatches<Found>(most: number, fetchAll: (ids: readonly string[]) => Promise<ReadonlyMap<string, Found>>) {
  let open: { ids: string[]; found: Promise<ReadonlyMap<string, Found>> } | null = null
  const begin = () => {
    const ids: string[] = []
    const found = new Promise((resolve) => setTimeout(resolve)).then(() => {
      if (open === batch) open = null
      return fetchAll(ids)
    })
    const batch = { ids, found }
    return batch
  }
  return async (id: string): Promise<Found | undefined> => {
    if (!open || open.ids.length >= most) open = begin()
    open.ids.push(id)
    return (await open.found).get(id)
  }
}
