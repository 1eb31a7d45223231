import type { IncomingMessage } from 'node:http'
import { finished, PassThrough, type Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Endpoint } from './contract.ts'
import { AppError } from './errors.ts'
import type { Files } from './files.ts'
import type { FileAnswer, Upload } from './module.ts'

/** So many bytes in every span of time. */
export type Pace = { bytes: number; everyMs: number }

/** Cuts the connection of a body that comes slower while the server waits for it; one that keeps pace may take as long as it likes. */
export function keepPace(body: IncomingMessage, { bytes, everyMs }: Pace): void {
  const { socket, headers } = body
  if (!headers['transfer-encoding'] && !Number(headers['content-length'])) return
  let before = socket.bytesRead
  const timer = setInterval(() => {
    const came = socket.bytesRead - before
    before = socket.bytesRead
    if (came < bytes && !body.complete && body.readableLength === 0) body.destroy()
  }, everyMs)
  for (const over of ['end', 'close']) body.once(over, () => clearInterval(timer))
}

const torn = () => new AppError(400, 'torn_upload', 'The file did not arrive whole. Please send it again.')
/** The one file of a multipart request. Its stream breaks with 413 where it is longer than the endpoint allows, and with 400 where it ends early. */
export async function receiveUpload(request: FastifyRequest, endpoint: Endpoint): Promise<Upload> {
  if (!request.isMultipart()) throw new AppError(415, 'not_multipart', 'Please choose a file.')
  const file = await request.file({ limits: { fileSize: endpoint.limit } }).catch((error) => {
    throw error.statusCode ? error : torn()
  })
  if (!file) throw new AppError(422, 'no_file', 'Please choose a file.')
  const whole = new PassThrough()
  const tooLarge = () => void whole.destroy(new AppError(413, 'too_large', 'This file is larger than allowed.'))
  file.file.once('limit', tooLarge)
  // A short body may have been read to its end, and found wanting, before anybody listened.
  if (file.file.truncated) tooLarge()
  finished(file.file, (error) => error && whole.destroy(torn()))
  return { fileName: file.filename, mimeType: file.mimetype, stream: file.file.pipe(whole) as Readable }
}

/** Sends bytes: whole, or of a stored file the part that the browser asked for, so that people can move within a video. */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, answer: FileAnswer, files: Files) {
  reply
    .header('content-type', answer.mimeType)
    .header('content-disposition', `${answer.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(answer.fileName)}`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'")
  if ('file' in answer) return reply.send(answer.file)
  const { key, size } = answer.stored
  const range = rangeOf(request.headers.range, size)
  reply.header('accept-ranges', 'bytes')
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${size}`).send()
  if (!range) return reply.header('content-length', size).send(await files.get(key))
  const { start, end } = range
  reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`)
  return reply.header('content-length', end - start + 1).send(await files.get(key, range))
}

/** One range of `Range: bytes=…`; several at once, or what is not understood, count as none (RFC 9110). */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < start) return undefined
  return start > end ? 'unsatisfiable' : { start, end }
}
