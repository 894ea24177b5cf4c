/** Every endpoint once: method, path, own parameters, answer, one sentence. Server, client, OpenAPI and tests read it. */
import type { Endpoint } from './endpoint';
import type { EndpointName } from './endpoint-paths';
import { ownEndpoints } from './own-endpoints';
import { studioEndpoints } from './studio-endpoints';

export const endpoints = { ...studioEndpoints, ...ownEndpoints } as const satisfies Record<
  EndpointName,
  Endpoint
>;

const isEndpointName = (name: string): name is EndpointName => Object.hasOwn(endpoints, name);
export const endpointNames = Object.keys(endpoints).filter(isEndpointName);
