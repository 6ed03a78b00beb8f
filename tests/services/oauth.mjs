// In: nothing. Out: an OAuth 2 server under the paths of the accounts server, and an API that verifies its signed tokens.
//
// Prints one line of JSON with both URLs and ends with its standard input. `TOKEN_SECONDS` is how long a token lives.

import { createServer } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';

const seconds = Number(process.env.TOKEN_SECONDS ?? 3600);

const accounts = new OAuth2Server(undefined, undefined, {
  endpoints: { token: '/oauth/v2/token', authorize: '/oauth/v2/auth' },
});
await accounts.issuer.keys.generate('RS256');
await accounts.start(0, '127.0.0.1');
accounts.service.on('beforeTokenSigning', (token) => {
  token.payload.exp = Math.floor(Date.now() / 1000) + seconds;
});
accounts.service.on('beforeResponse', (response) => {
  response.body.expires_in = seconds;
});

const keys = createRemoteJWKSet(new URL(`${accounts.issuer.url}/jwks`));
const counts = { taken: 0, refused: 0 };

async function answer(request) {
  if (request.url.startsWith('/counts')) return [200, { code: 0, message: '', ...counts }];
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  try {
    if (scheme !== 'Zoho-oauthtoken') throw new Error('another scheme');
    await jwtVerify(token, keys, { issuer: accounts.issuer.url });
    counts.taken += 1;
    return [200, { code: 0, message: 'success', organizations: [] }];
  } catch {
    counts.refused += 1;
    return [401, { code: 57, message: 'You are not authorized to perform this operation' }];
  }
}

const api = createServer(async (request, response) => {
  const [status, body] = await answer(request);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
api.listen(0, '127.0.0.1', () => {
  const urls = { accounts: accounts.issuer.url, api: `http://127.0.0.1:${api.address().port}` };
  console.log(JSON.stringify(urls));
});

process.stdin.on('end', () => process.exit(0)).resume();
