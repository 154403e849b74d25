// Jest links the whole ESM graph before it evaluates any of it; a CommonJS package that require()s an ESM one
// (nestjs-pino) then meets a module that is not evaluated yet. Evaluate those first.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
