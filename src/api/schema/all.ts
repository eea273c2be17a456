import { appsV1 } from './generated/apps-v1.ts';
import { apiextensionsV1 } from './generated/apiextensions-v1.ts';
import { authenticationV1 } from './generated/authentication-v1.ts';
import { authorizationV1 } from './generated/authorization-v1.ts';
import { autoscalingV1 } from './generated/autoscaling-v1.ts';
import { autoscalingV2 } from './generated/autoscaling-v2.ts';
import { batchV1 } from './generated/batch-v1.ts';
import { coordinationV1 } from './generated/coordination-v1.ts';
import { coreV1 } from './generated/core-v1.ts';
import { discoveryV1 } from './generated/discovery-v1.ts';
import { eventsV1 } from './generated/events-v1.ts';
import { metaV1 } from './generated/meta-v1.ts';
import { networkingV1 } from './generated/networking-v1.ts';
import { policyV1 } from './generated/policy-v1.ts';
import { rbacV1 } from './generated/rbac-v1.ts';
import { schedulingV1 } from './generated/scheduling-v1.ts';
import { storageV1 } from './generated/storage-v1.ts';
import { makeSchemas, type Schemas } from './schema.ts';

/** The schemas of every group that we know, for what has room for all of them: documents and bodies of the HTTP server. */
export const ALL_SCHEMAS: Schemas = makeSchemas([
  metaV1,
  coreV1,
  appsV1,
  apiextensionsV1,
  authenticationV1,
  authorizationV1,
  autoscalingV1,
  autoscalingV2,
  batchV1,
  coordinationV1,
  discoveryV1,
  eventsV1,
  networkingV1,
  policyV1,
  rbacV1,
  schedulingV1,
  storageV1,
]);
