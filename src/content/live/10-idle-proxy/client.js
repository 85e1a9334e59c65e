const socket = new WebSocket('ws://localhost:8080/quiet');

socket.onopen = () => {
  console.log('open');
  socket.send('Hello');
};

socket.onmessage = ({ data }) => console.log('message', data);
socket.onerror = () => console.log('error');

socket.onclose = ({ code, reason, wasClean }) => {
  console.log('close', code, reason, wasClean);
};
