const socket = new WebSocket('ws://localhost:8080/echo');

socket.onopen = () => {
  console.log('open', socket.readyState);
  socket.send('Hello');
};

socket.onmessage = ({ data }) => {
  console.log('message', data);
  socket.close(1000, 'done');
};

socket.onerror = () => console.log('error');

socket.onclose = ({ code, reason, wasClean }) => {
  console.log('close', code, reason, wasClean);
};
