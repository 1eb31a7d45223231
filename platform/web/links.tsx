import { ActionIcon, type ActionIconProps, Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type Native = Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps | keyof ButtonProps>

const AnchorBase = (props: AnchorProps & Native) => <Anchor {...props} />
const ButtonBase = (props: ButtonProps & Native) => <Button component="a" {...props} />
const IconBase = (props: ActionIconProps & Native & { 'aria-label': string }) => <ActionIcon component="a" {...props} />

/** A text link to a page, checked against the routes: `<AnchorLink to="/people/$id" params={{ id }}>`. */
export const AnchorLink: LinkComponent<typeof AnchorBase> = createLink(AnchorBase)
/** A link that looks like a button. */
export const ButtonLink: LinkComponent<typeof ButtonBase> = createLink(ButtonBase)
/** A link that is an icon in a button. */
export const IconLink: LinkComponent<typeof IconBase> = createLink(IconBase)
