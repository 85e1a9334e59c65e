function connect(path) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://localhost:8080${path}`);

    socket.onopen = () => {
      console.log(path, 'open');
      socket.close(1000);
    };

    socket.onerror = ({ type }) => console.log(path, type);

    socket.onclose = ({ code, reason, wasClean }) => {
      console.log(path, 'close', code, reason, wasClean);
      resolve();
    };
  });
}

await connect('/private');
await connect('/private?ticket=42');
