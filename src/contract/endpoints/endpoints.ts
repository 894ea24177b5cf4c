/** All endpoints with method, path, parameters, answer and description; used by server, client, OpenAPI and tests. */
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
