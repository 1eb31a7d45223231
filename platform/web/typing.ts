import { useDebouncedCallback } from '@mantine/hooks'

/**
 * For a search that the address remembers: hears the words after a pause in typing, unless the person has gone to another page
 * meanwhile; the change of address would call them back.
 */
export function useTyping(onPause: (words: string) => void): (words: string) => void {
  const settle = useDebouncedCallback((words: string, page: string) => page === location.pathname && onPause(words.trim()), 250)
  return (words) => settle(words, location.pathname)
}
