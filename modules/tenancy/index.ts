export {
  configOf,
  integrationsOf,
  noteIntegration,
  openConfig,
  openIntegration,
  removeIntegration,
  saveIntegration,
  sealConfig,
  setConfig,
} from './configs.ts'
export {
  countUse,
  dropFeature,
  type FeatureFlag,
  featureConfigurationOf,
  featureStates,
  featuresOf,
  hasFeature,
  setFeature,
} from './features.ts'
export { originFor, provenDomains, resolveTenant, type Tenant, tenantOf, tenantOfCode, tenantOfDomain, watch } from './find.ts'
export { activateTenant, changeContract, closeTenant, createTenant, holdLife, lifeOf, suspendTenant } from './lifecycle.ts'
export { dropFile, filesBelow, keepFile, mostPeople, refuseFull, roomForPeople, storageOf } from './limits.ts'
export { redrawn } from './logo.ts'
export { suspended, suspensionOf } from './policy.ts'
export { senderOf, settingsOf } from './settings.ts'
export {
  addPlan,
  agreedOf,
  type BillingAccount,
  billedBy,
  billingOf,
  changeBilling,
  changePlan,
  changeSubscription,
  endSubscription,
  everSubscribed,
  holdBilling,
  keepBillingDetails,
  type Plan,
  planOf,
  plansOf,
  type Subscription,
  startSubscription,
  subscriptionOf,
  type UsageLimits,
} from './subscriptions.ts'
export { defaultTheme, letterOf, type Stationery, stationeryOf, themeOf } from './theme.ts'
