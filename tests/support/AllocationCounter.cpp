//
// AllocationCounter.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/AllocationCounter.h"
#include <algorithm>
#include <cstdlib>
#include <limits>
#include <malloc.h>
#include <new>


namespace WS::Test {


namespace {


bool counting = false;
std::size_t allocations = 0;
std::size_t allocated = 0;
std::size_t largestAllocation = 0;
std::ptrdiff_t alive = 0;
std::ptrdiff_t mostAlive = 0;
constexpr std::size_t NEVER = std::numeric_limits<std::size_t>::max();
std::size_t failing = NEVER;             // allocations until one fails
bool failed = false;


void* allocate(std::size_t size)
{
	if (counting)
	{
		++allocations;
		allocated += size;
		largestAllocation = std::max(largestAllocation, size);
	}
	if (counting && failing != NEVER && failing-- == 0)
	{
		failing = NEVER;
		failed = true;
		throw std::bad_alloc();
	}
	void* memory = std::malloc(size ? size : 1);
	if (!memory) throw std::bad_alloc();
	if (counting)
	{
		alive += static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
		mostAlive = std::max(mostAlive, alive);
	}
	return memory;
}


void release(void* memory)
{
	if (counting && memory) alive -= static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
	std::free(memory);
}


} // namespace


AllocationCounter::AllocationCounter()
{
	allocations = allocated = largestAllocation = 0;
	alive = mostAlive = 0;
	failing = NEVER;
	failed = false;
	counting = true;
}


AllocationCounter::~AllocationCounter()
{
	counting = false;
}


std::size_t AllocationCounter::count() const
{
	return allocations;
}


std::size_t AllocationCounter::bytes() const
{
	return allocated;
}


std::size_t AllocationCounter::largest() const
{
	return largestAllocation;
}


std::ptrdiff_t AllocationCounter::live() const
{
	return alive;
}


std::ptrdiff_t AllocationCounter::peak() const
{
	return mostAlive;
}


void AllocationCounter::failAt(std::size_t index)
{
	failing = index;
}


bool AllocationCounter::hasFailed() const
{
	return failed;
}


} // namespace WS::Test


void* operator new(std::size_t size)
{
	return WS::Test::allocate(size);
}


void* operator new[](std::size_t size)
{
	return WS::Test::allocate(size);
}


void operator delete(void* memory) noexcept
{
	WS::Test::release(memory);
}


void operator delete[](void* memory) noexcept
{
	WS::Test::release(memory);
}


void operator delete(void* memory, std::size_t) noexcept
{
	WS::Test::release(memory);
}


void operator delete[](void* memory, std::size_t) noexcept
{
	WS::Test::release(memory);
}
