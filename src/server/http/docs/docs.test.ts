/** The documentation covers the whole contract, and programs can parse it. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '../../../contract/endpoints/endpoints';
import type { Endpoint } from '../../../contract/endpoints/endpoint';
import { fieldNames, fields } from '../../../contract/fields';
import { parametersOf } from '../../../contract/query';
import { queryParameters } from '../../../contract/query-parameters';
import { emptyApp, gesturesApp } from '../fixtures/app-under-test';
import { schemaIn, schemasInside } from './docs-html';
import { jsonSchema, openApiDocument, type Schema } from './openapi-document';

const list: [string, Endpoint][] = Object.entries(endpoints);

/** The fields of a schema that have no description. */
const unexplained = (schema: Schema, path: string): string[] =>
  schemasInside(schema).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, part]) => {
      const inner = schemaIn(part);
      if (inner === undefined) return [];
      const own = inner.description === undefined ? [`${path}.${name}`] : [];
      return [...own, ...unexplained(inner, `${path}.${name}`)];
    }),
  );

describe('the OpenAPI document', () => {
  const document = openApiDocument();
  const text = JSON.stringify(document);

  it('has every endpoint with every parameter', () => {
    for (const [name, { path, method, takes, parameters = [] }] of list) {
      const operation = document.paths[path]?.[method];
      expect(operation?.operationId).toBe(name);
      const given = operation?.parameters.map((parameter) => `${parameter.in} ${parameter.name}`) ?? [];
      expect(new Set(given).size).toBe(given.length);
      for (const parameter of parameters) expect(given).toContain(`query ${parameter.name}`);
      for (const [, inPath] of path.matchAll(/\{(\w+)\}/g)) expect(given).toContain(`path ${inPath}`);
      if (takes === 'filters')
        for (const parameter of queryParameters) expect(given).toContain(`query ${parameter.name}`);
    }
  });

  it('explains every field of every answer', () => {
    for (const [name, { answer }] of list) {
      if (answer instanceof z.ZodType) expect(unexplained(jsonSchema(answer), name)).toEqual([]);
    }
  });

  it('has no dangling reference, and only common keywords of JSON Schema', () => {
    for (const [, reference = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
      const found = reference
        .replace('#/', '')
        .split('/')
        .reduce<unknown>(
          (at, part) =>
            typeof at === 'object' && at !== null ? new Map(Object.entries(at)).get(part) : undefined,
          document,
        );
      expect(found, reference).toBeDefined();
    }
    expect(text).not.toContain('$schema');
    expect(document.openapi).toBe('3.1.0');
  });

  it('is served', async () => {
    const answer = await emptyApp().ask('/openapi.json');
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual(JSON.parse(text));
  });
});

describe('the page', () => {
  it('has every endpoint, parameter, field and error, and no script', async () => {
    const { ask } = await gesturesApp();
    const answer = await ask('/docs');
    const page = await answer.text();
    for (const [name, { path, summary }] of list) {
      expect(page).toContain(`<section id="${name}">`);
      expect(page).toContain(path);
      expect(page).toContain(summary.replaceAll("'", '&#39;'));
    }
    for (const { name } of queryParameters) expect(page).toContain(`<code>${name}</code>`);
    const filters = fieldNames.filter((name) => parametersOf(fields[name]).length > 0);
    for (const name of filters)
      expect(page).toContain(fields[name].help.replaceAll("'", '&#39;').replaceAll('"', '&quot;'));
    expect(page).toContain('<code>507</code>');
    expect(page).not.toMatch(/<script|<style|style="|onclick/);
  });
});
