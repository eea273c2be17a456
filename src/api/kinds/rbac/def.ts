import type { KindDef } from '../../kind-def.ts';
import { bindingKind, roleKind } from './access-rules.ts';

export const roleDef: KindDef = roleKind('roles', 'Role', true);
export const clusterRoleDef: KindDef = roleKind('clusterroles', 'ClusterRole', false);
export const roleBindingDef: KindDef = bindingKind('rolebindings', 'RoleBinding', true);
export const clusterRoleBindingDef: KindDef = bindingKind('clusterrolebindings', 'ClusterRoleBinding', false);
