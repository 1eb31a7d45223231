import { ResourcePage } from '#platform/web/ResourcePage.tsx'
import { profileFields } from '../contract.ts'

/** The fields that the organisation adds to everybody's profile. */
export default function FieldsPage() {
  return <ResourcePage of={profileFields} words="profiles:fields" />
}
