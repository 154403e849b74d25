// A client that costs little, so that what is measured is the server: one connection, kept open, one request at a time.
import http from 'node:http';

export class HttpClient {
  constructor(url, token) {
    const { hostname, port } = new URL(url);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    this.target = { hostname, port, agent: this.agent };
    this.token = token;
  }

  /** `{ status, body }`; body is parsed JSON or null. Fails when the status is none of `accepted`. */
  async call(method, path, body, accepted = [200, 201, 204]) {
    const text = body === undefined ? null : JSON.stringify(body);
    const headers = {
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      ...(text === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const answer = await this.send({ ...this.target, method, path: `/api/v1${path}`, headers }, text);
    if (!accepted.includes(answer.status))
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 400)}`);
    return { status: answer.status, body: answer.text ? JSON.parse(answer.text) : null };
  }

  send(options, text) {
    return new Promise((resolve, reject) => {
      const request = http.request(options, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      });
      request.on('error', (error) => {
        // The server has closed a connection that was idle for some seconds, just as we used it again.
        if (request.reusedSocket && error.code === 'ECONNRESET') resolve(this.send(options, text));
        else reject(error);
      });
      request.end(text ?? undefined);
    });
  }

  close() {
    this.agent.destroy();
  }
}
