import { AppError } from '#platform/errors.ts'
import { defineModule } from '#platform/module.ts'
import { authoring } from './authoring.ts'
import { events, permissions } from './contract.ts'
import { expireAttempt } from './markAttempt.ts'
import { alreadyStarted, changedMeanwhile } from './policy.ts'
import { copyQuizzes, publishQuizzes } from './revisions.ts'
import { taking } from './taking.ts'

export const assessments = defineModule({
  name: 'assessments',
  level: 8,
  feature: 'learning',
  permissions,
  routes: [...authoring, ...taking],
  constraints: {
    assessment_attempts_one_in_progress: alreadyStarted,
    assessment_attempts_number_unique: alreadyStarted,
    assessments_origin_once: () => new AppError(409, 'assessments.quiz_exists', 'Somebody has just added a quiz here. Reload to see it.'),
    questions_pkey: changedMeanwhile,
    options_pkey: changedMeanwhile,
  },
  events,
  reactions: [
    { on: 'courses.revision_copied', name: 'copyQuizzes', inside: copyQuizzes },
    { on: 'courses.publishing', name: 'publishQuizzes', inside: publishQuizzes },
  ],
  jobs: { 'assessments.expire': expireAttempt },
})
