/** Colour arithmetic in OKLCH (Björn Ottosson, 2020), where equal steps look equal. Colours are '#rrggbb'. */
type Lch = { l: number; c: number; h: number }
type Rgb = [number, number, number]
export type Scale = [string, string, string, string, string, string, string, string, string, string]

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const gamma = (part: number) => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055)
const rgbOf = (hex: string) => [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as Rgb

function lchOf(hex: string): Lch {
  const [r, g, b] = rgbOf(hex)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const x = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(x, y), h: Math.atan2(y, x) }
}

function rgbFrom({ l, c, h }: Lch): Rgb {
  const [x, y] = [c * Math.cos(h), c * Math.sin(h)]
  const long = (l + 0.3963377774 * x + 0.2158037573 * y) ** 3
  const middle = (l - 0.1055613458 * x - 0.0638541728 * y) ** 3
  const short = (l - 0.0894841775 * x - 1.291485548 * y) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ]
}

/** The nearest colour a screen can show: chroma gives way, lightness and hue stay. */
function hexOf(colour: Lch): string {
  let { c } = colour
  let rgb = rgbFrom(colour)
  while (c > 0 && rgb.some((part) => part < -0.0005 || part > 1.0005)) {
    c -= 0.004
    rgb = rgbFrom({ ...colour, c: Math.max(c, 0) })
  }
  const byte = (part: number) => Math.round(gamma(Math.min(1, Math.max(0, part))) * 255)
  return `#${rgb.map((part) => byte(part).toString(16).padStart(2, '0')).join('')}`
}

const luminance = (hex: string) => {
  const [r, g, b] = rgbOf(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
/** Contrast of two colours as WCAG 2 counts it, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/**
 * Ten shades of a colour, light to dark, all of its hue. Shade 7 is the colour itself, or as much darker as white text on it
 * needs (4.6); shade 6 is the lightest that carries white text; 4 and below carry black text and are readable on dark ground.
 */
export function scaleOf(hex: string): Scale {
  const seed = lchOf(/^#[0-9a-f]{6}$/i.test(hex) ? hex : '#0e6b75')
  const shade = (l: number, part: number) => hexOf({ l, c: seed.c * part, h: seed.h })
  let six = 0.62
  while (contrast(shade(six, 1), '#ffffff') < 4.6) six -= 0.005
  const seven = Math.max(0.3, Math.min(seed.l, six - 0.045))
  const light: [number, number][] = [
    [0.975, 0.12],
    [0.945, 0.22],
    [0.9, 0.38],
    [0.845, 0.6],
    [0.775, 0.85],
    [0.68, 1],
  ]
  const shades = light.map(([l, part]) => shade(l, part))
  return [...shades, shade(six, 1), shade(seven, 1), shade(seven - 0.07, 0.95), shade(seven - 0.14, 0.85)] as Scale
}
