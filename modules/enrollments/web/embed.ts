/** How a video at this address is shown: as a file, in the player of a host that we know, or (null) only by a link. */
export function embedOf(address: string): { kind: 'file' | 'frame'; src: string } | null {
  const url = URL.parse(address)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  if (/\.(mp4|webm|m4v)$/i.test(url.pathname)) return { kind: 'file', src: url.href }
  const host = url.hostname.replace(/^(www|m)\./, '')
  const youtube =
    host === 'youtu.be'
      ? url.pathname.slice(1)
      : host === 'youtube.com'
        ? (url.searchParams.get('v') ?? /^\/(?:embed|shorts)\/([\w-]+)/.exec(url.pathname)?.[1])
        : null
  if (youtube && /^[\w-]{6,20}$/.test(youtube)) return { kind: 'frame', src: `https://www.youtube-nocookie.com/embed/${youtube}` }
  const vimeo = host === 'vimeo.com' ? /^\/(\d+)/.exec(url.pathname)?.[1] : null
  return vimeo ? { kind: 'frame', src: `https://player.vimeo.com/video/${vimeo}?dnt=1` } : null
}
