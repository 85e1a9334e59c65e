const names = ['anna', 'boris', 'clara'];

function join(name) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://localhost:8080/chat?name=${name}`);
    socket.onopen = () => resolve(socket);
    socket.onmessage = ({ data }) => console.log(`${name} <`, data);
    socket.onerror = () => console.log(`${name} error`);
    socket.onclose = ({ code }) => console.log(`${name} close`, code);
  });
}

const sockets = await Promise.all(names.map(join));
console.log('open', sockets.length);

for (const socket of sockets) socket.send('Hello');
