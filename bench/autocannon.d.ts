declare module 'autocannon' {
  /** The part of it that the bench uses. */
  export default function autocannon(options: {
    url: string
    connections: number
    duration: number
    headers: Record<string, string>
  }): Promise<{ non2xx: number; duration: number; requests: { total: number } }>
}
