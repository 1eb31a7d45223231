import {
  AliasNode,
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  type DeleteQueryNode,
  IdentifierNode,
  type InsertQueryNode,
  type JoinNode,
  type KyselyPlugin,
  OnNode,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  ParensNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  PrimitiveValueListNode,
  type QueryId,
  type RawNode,
  ReferenceNode,
  type SelectQueryNode,
  TableNode,
  type UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
  WhereNode,
} from 'kysely'
import { tables } from './rows.gen.ts'

const schemas = new Set(Object.keys(tables).map((name) => name.split('.')[0]))

/**
 * Adds `tenant_id = $n` for every tenant table in FROM and JOIN, and the column to every INSERT: a query goes to one
 * shard, and it is the second wall behind row security. Raw SQL that names a table is refused.
 */
class TenantTransformer extends OperationNodeTransformer {
  readonly tenant: unknown
  constructor(tenant: unknown) {
    super()
    this.tenant = tenant
  }

  override transformSelectQuery(node: SelectQueryNode, id?: QueryId): SelectQueryNode {
    return this.#bound(super.transformSelectQuery(node, id), node.from?.froms ?? [])
  }

  override transformUpdateQuery(node: UpdateQueryNode, id?: QueryId): UpdateQueryNode {
    return this.#bound(super.transformUpdateQuery(node, id), [...(node.table ? [node.table] : []), ...(node.from?.froms ?? [])])
  }

  override transformDeleteQuery(node: DeleteQueryNode, id?: QueryId): DeleteQueryNode {
    return this.#bound(super.transformDeleteQuery(node, id), node.from.froms)
  }

  override transformJoin(node: JoinNode, id?: QueryId): JoinNode {
    const done = super.transformJoin(node, id)
    const bound = this.#conditions([node.table])
    if (!bound) return done
    return { ...done, on: done.on ? OnNode.create(AndNode.create(ParensNode.create(done.on.on), bound)) : OnNode.create(bound) }
  }

  override transformInsertQuery(node: InsertQueryNode, id?: QueryId): InsertQueryNode {
    const done = super.transformInsertQuery(node, id)
    const column = node.into && this.#tenantColumn(node.into)
    if (column !== 'tenantId' || !done.columns) return done
    if (!done.values || !ValuesNode.is(done.values)) throw new Error('insert … select is not allowed: it cannot be bound to a tenant')
    const values = done.values.values.map((row) =>
      PrimitiveValueListNode.is(row)
        ? PrimitiveValueListNode.create([this.tenant, ...row.values])
        : ValueListNode.create([ValueNode.create(this.tenant), ...row.values]),
    )
    return { ...done, columns: [ColumnNode.create('tenantId'), ...done.columns], values: ValuesNode.create(values) }
  }

  override transformRaw(node: RawNode, id?: QueryId): RawNode {
    const named = /\b(?:from|join|into|update)\s+"?([a-z_]+)"?\./i.exec(node.sqlFragments.join(' $ '))
    if (named && schemas.has(named[1] as string)) throw new Error(`raw SQL over ${named[0]}… bypasses the tenant: use the query builder`)
    return super.transformRaw(node, id)
  }

  #bound<Query extends { where?: WhereNode }>(done: Query, sources: readonly OperationNode[]): Query {
    const bound = this.#conditions(sources)
    if (!bound) return done
    return { ...done, where: WhereNode.create(done.where ? AndNode.create(ParensNode.create(done.where.where), bound) : bound) }
  }

  #conditions(sources: readonly OperationNode[]): OperationNode | undefined {
    const parts: OperationNode[] = sources.flatMap((source) => {
      const aliased = AliasNode.is(source)
      const table = aliased ? source.node : source
      const column = this.#tenantColumn(table)
      if (!column || !TableNode.is(table)) return []
      const owner = aliased && IdentifierNode.is(source.alias) ? TableNode.create(source.alias.name) : table
      return [
        BinaryOperationNode.create(
          ReferenceNode.create(ColumnNode.create(column), owner),
          OperatorNode.create('='),
          ValueNode.create(this.tenant),
        ),
      ]
    })
    return parts.length ? parts.reduce((left, right) => AndNode.create(left, right)) : undefined
  }

  /** Which column binds this source to the tenant: undefined for common table expressions and global catalogues. */
  #tenantColumn(source: OperationNode): string | undefined {
    if (!TableNode.is(source)) return undefined
    const { schema, identifier } = source.table
    if (!schema) return undefined
    const known = tables[`${schema.name}.${identifier.name}` as keyof typeof tables]
    if (!known) throw new Error(`unknown table ${schema.name}.${identifier.name}: run npm run rows`)
    return known.tenant ?? undefined
  }
}

/** The plugin for one tenant; `tenant` is a uuid, or a placeholder while a query is being compiled once for all. */
export function tenantPlugin(tenant: unknown): KyselyPlugin {
  const transformer = new TenantTransformer(tenant)
  return {
    transformQuery: ({ node, queryId }: PluginTransformQueryArgs) => transformer.transformNode(node, queryId),
    transformResult: async ({ result }: PluginTransformResultArgs) => result,
  }
}
