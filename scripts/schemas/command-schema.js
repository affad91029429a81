import ts from 'typescript';

import { typeSchema } from './type-schema.js';

/**
 * What the JSON of a command is, found in the calls of the file that writes its result: the view of a list or a card, the
 * data of something done, or one of the functions that report changes and findings in the same way for every command.
 */
export class CommandSchemas {
  /** @param {ts.Program} program all sources */
  constructor(program) {
    this.program = program;
    this.checker = program.getTypeChecker();
    const outcome = this.#returned('src/lib/changes/change-view.ts', 'outcomeJson');
    const line = { line: { type: 'number' } };
    const outcomes = { ...outcome, properties: { ...line, ...outcome.properties } };
    const place = this.#returned('src/lib/changes/place.ts', 'placeJson');
    /** Outcomes, and the place that they have in common; as a row, each has the name of the context. */
    this.changes = {
      document: {
        type: 'object',
        properties: { context: place, outcomes: { type: 'array', items: outcomes } },
        required: ['context', 'outcomes'],
        additionalProperties: false,
      },
      row: {
        ...outcomes,
        properties: { ...line, context: { type: 'string' }, ...outcome.properties },
        required: ['context', ...outcome.required],
      },
    };
  }

  /**
   * The forms of a command's JSON: `document` for `-o json`, `row` for a line of `-o ndjson`.
   *
   * @param {string} file of the command
   * @throws {Error} if the file does not write JSON in a way that is known here
   */
  of(file) {
    const source = this.program.getSourceFile(file);
    const forms = [];
    const visit = (node) => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        const form = this.#ofCall(node.expression.text, node.arguments);
        if (form !== undefined) forms.push(form);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    if (forms.length === 0) throw new Error(`${file}: no call that writes JSON is known in it`);
    const merged = (kind) => {
      const texts = [...new Set(forms.map((form) => JSON.stringify(form[kind])))];
      return texts.length === 1 ? forms[0][kind] : { anyOf: texts.map((text) => JSON.parse(text)) };
    };
    return { document: merged('document'), row: merged('row') };
  }

  /** The error object that stdout has in place of a result. */
  ofError() {
    return typeSchema(this.#exportedType('src/lib/output/error.ts', 'ErrorJson'), this.checker);
  }

  /** The file of `--plan-out`. */
  ofPlan() {
    return typeSchema(this.#exportedType('src/lib/plans/plan-document.ts', 'PlanDocument'), this.checker);
  }

  #ofCall(name, argv) {
    switch (name) {
      case 'showList':
        return listOf(this.#view(argv[1]));
      case 'showCard':
        return one(this.#view(argv[1]));
      case 'showDone':
        return one(this.#data(argv[0]));
      case 'writeDocument':
        return one(typeSchema(this.checker.getTypeAtLocation(argv[0]), this.checker));
      case 'writeOutputs':
        return one(typeSchema(this.checker.getTypeAtLocation(argv[0]), this.checker));
      case 'showDifferences':
        return listOf(this.#exportedView('src/lib/pool-spec/diff/diff-view.ts', 'differenceList'));
      case 'reportFindings':
        return listOf(this.#exportedView('src/lib/checks/report/finding-view.ts', 'findingList'));
      case 'checkUsersAndReport':
        return listOf(this.#exportedView('src/lib/checks/people/users-findings.ts', 'personFindingList'));
      case 'listStaleUsers':
        return listOf(this.#exportedView('src/lib/stale/stale-view.ts', 'staleList'));
      case 'showTokens':
        return one(this.#exportedView('src/lib/tokens/grants.ts', 'tokensCard'));
      case 'exportAndReport':
        return listOf(typeSchema(this.#exportedType('src/lib/model/user.ts', 'UserWithAttributes'), this.checker));
      case 'backUpAndReport':
        return one(typeSchema(this.#exportedType('src/lib/cli/backups/back-up-and-report.ts', 'BackupResult'), this.checker));
      case 'reportPool':
        return one(typeSchema(this.#exportedType('src/lib/reports/pool/read-pool-report.ts', 'PoolReport'), this.checker));
      case 'approveAndReport':
        return one(typeSchema(this.#exportedType('src/lib/cli/approvals/approve.ts', 'GivenApproval'), this.checker));
      case 'reviewAccess':
        return one(typeSchema(this.#exportedType('src/lib/reports/review/review-document.ts', 'ReviewReport'), this.checker));
      case 'exportHistory':
        return this.#historyExport();
      case 'initTable':
        return this.#table();
      case 'writeCheckpoint':
        return one(typeSchema(this.#exportedType('src/lib/cli/history/write-checkpoint.ts', 'WrittenCheckpoint'), this.checker));
      case 'migrateAndReport':
        return one(typeSchema(this.#exportedType('src/lib/history/migrate/migrate-file.ts', 'Migration'), this.checker));
      case 'reportHistory':
        return one(this.#historyReport());
      case 'writeReport':
        return one(typeSchema(this.#exportedType('src/lib/reports/user/read-user-report.ts', 'UserReport'), this.checker));
      case 'createPoolAndReport':
        return one(this.#created());
      case 'loadPlanned':
        // What the command of the plan writes.
        return { document: { anyOf: [this.changes.document, this.#created()] }, row: this.changes.row };
      case 'showPlan':
        return this.#plans();
      case 'carryOutAndReport':
      case 'carryOutInTenant':
      case 'carryOutAllAndReport':
      case 'changeUsers':
      case 'editUrls':
      case 'runAndReport':
      case 'restoreAndReport':
      case 'offboardAndReport':
      case 'importAndReport':
      case 'undoRunAndReport':
      case 'applyReview':
        return this.changes;
      default:
        return undefined;
    }
  }

  /** What a saved plan says of all its changes, and each of them. */
  #plans() {
    const type = this.checker.getTypeOfSymbol(this.#exported('src/lib/plans/plan-view.ts', 'planList'));
    const view = type.getCallSignatures()[0].getReturnType();
    const of = (outer, name) => this.checker.getTypeOfSymbol(this.checker.getPropertyOfType(outer, name));
    const envelope = of(view, 'envelope');
    const items = typeSchema(of(envelope, 'json').getCallSignatures()[0].getReturnType(), this.checker);
    const common = typeSchema(of(envelope, 'common'), this.checker);
    const document = {
      ...common,
      properties: { ...common.properties, plans: { type: 'array', items } },
      required: [...common.required, 'plans'],
    };
    return { document, row: items };
  }

  /** Changes, the same as events of OCSF, or what differs from a log of CloudTrail. */
  #historyExport() {
    const rows = [
      ['src/lib/history/record.ts', 'ChangeRecord'],
      ['src/lib/history/export/ocsf.ts', 'OcsfEvent'],
      ['src/lib/cloudtrail/compare-history.ts', 'TrailDifference'],
    ].map(([file, name]) => typeSchema(this.#exportedType(file, name), this.checker));
    return listOf({ anyOf: rows });
  }

  /** The template of a table, or its settings. */
  #table() {
    const settings = listOf(this.#exportedView('src/lib/cli/history/init-table.ts', 'settingList'));
    const template = { type: 'object' };
    return {
      document: { anyOf: [template, settings.document] },
      row: { anyOf: [template, settings.row] },
    };
  }

  /** What was counted, and each change. */
  #historyReport() {
    const report = typeSchema(
      this.#exportedType('src/lib/reports/history/read-history-report.ts', 'HistoryReport'),
      this.checker,
    );
    const items = typeSchema(this.#exportedType('src/lib/history/record.ts', 'ChangeRecord'), this.checker);
    return {
      ...report,
      properties: { ...report.properties, records: { type: 'array', items } },
      required: [...report.required, 'records'],
    };
  }

  /** The change, as of every command, and the outputs of the pool. */
  #created() {
    const { document } = this.changes;
    const outputs = typeSchema(this.#exportedType('src/lib/pool-spec/outputs.ts', 'Outputs'), this.checker);
    return {
      ...document,
      properties: { ...document.properties, outputs: { anyOf: [outputs, { type: 'null' }] } },
      required: [...document.required, 'outputs'],
    };
  }

  /** The `json` of what was done, which may be a literal in the call or a variable. */
  #data(argument) {
    const type = this.checker.getTypeAtLocation(argument);
    const symbol = this.checker.getPropertyOfType(type, 'json');
    return typeSchema(this.checker.getTypeOfSymbolAtLocation(symbol, argument), this.checker);
  }

  /** The result of a view's `json`, as the function makes it: the declared type of a view says only that it is an object. */
  #view(expression) {
    if (ts.isCallExpression(expression)) return this.#view(expression.expression);
    if (ts.isObjectLiteralExpression(expression)) return this.#jsonOf(expression);
    return this.#jsonOf(this.#sourceOf(expression));
  }

  #exportedView(file, name) {
    return this.#jsonOf(this.#exported(file, name).valueDeclaration);
  }

  #jsonOf(declaration) {
    let json;
    const visit = (node) => {
      const isJson = ts.isPropertyAssignment(node) && node.name.getText() === 'json';
      if (isJson && json === undefined) json = node.initializer;
      else ts.forEachChild(node, visit);
    };
    visit(declaration);
    // The JSON of another view.
    if (ts.isPropertyAccessExpression(json)) return this.#view(json.expression);
    const [signature] = this.checker.getTypeAtLocation(json).getCallSignatures();
    return typeSchema(signature.getReturnType(), this.checker);
  }

  #sourceOf(identifier) {
    const symbol = this.checker.getSymbolAtLocation(identifier);
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return (isAlias ? this.checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
  }

  #returned(file, name) {
    const type = this.checker.getTypeOfSymbol(this.#exported(file, name));
    return typeSchema(type.getCallSignatures()[0].getReturnType(), this.checker);
  }

  #exportedType(file, name) {
    return this.checker.getDeclaredTypeOfSymbol(this.#exported(file, name));
  }

  #exported(file, name) {
    const module = this.checker.getSymbolAtLocation(this.program.getSourceFile(file));
    return this.checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
  }
}

function listOf(row) {
  return { document: { type: 'array', items: row }, row };
}

function one(document) {
  return { document, row: document };
}
